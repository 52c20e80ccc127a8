"""From the missing to an action: assign to a helper, write to the producer, note why."""
