"""The index on disk: other processes, threads, damage of any kind."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from marketplace.config import ROOT
from marketplace.search import manifest
from marketplace.search.engine import SearchEngine
from marketplace.search.errors import IndexBusy, IndexUnavailable
from marketplace.search.local_index import LocalIndex
from tests.search.conftest import KEY
from tests.search.goods import ask, found, goods


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Holds an index of three products in two segments."""
    engine = LocalIndex(tmp_path, KEY)
    engine.rebuild([goods(1, "Mật ong"), goods(2, "Chè Shan", story="Hái tay.")])
    engine.update([goods(3, "Gạo Séng Cù")])
    return tmp_path


def files_of(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and "lock" not in path.name.lower()
    ]


# --- Damage ---


def test_without_an_index_there_is_nothing_to_search(tmp_path):
    engine = LocalIndex(tmp_path / "none", KEY)

    for use in (lambda: ask(engine, "chè"), engine.fingerprints, engine.check):
        with pytest.raises(IndexUnavailable):
            use()
    with pytest.raises(IndexUnavailable):
        engine.update([goods(1, "Chè")])


def delete(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[random.Random(path.name).randrange(len(content))] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [delete, empty, cut, scramble, flip])
def test_damage_to_any_file_is_noticed_and_mended_by_rebuilding(
    folder: Path, damage: Callable[[Path], None]
):
    for suffix in {path.suffix for path in files_of(folder)}:
        damage(next(path for path in files_of(folder) if path.suffix == suffix))

        for engine in (LocalIndex(folder, KEY), LocalIndex(folder, KEY)):
            with pytest.raises(IndexUnavailable):
                engine.check()
            with pytest.raises(IndexUnavailable):
                ask(engine, "chè")

        engine.rebuild([goods(1, "Mật ong"), goods(2, "Chè Shan", story="Hái tay.")])
        engine.check()
        assert found(engine, "chè") == [2]


def test_a_planted_pickle_does_not_run(folder: Path, tmp_path: Path):
    canary = tmp_path / "canary"

    class Attack:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (canary,)

    for path in files_of(folder):
        if path.suffix in (".toc", ".trm", ".pst"):
            path.write_bytes(pickle.dumps(Attack()))
    engine = LocalIndex(folder, KEY)

    with pytest.raises(IndexUnavailable):
        ask(engine, "chè")
    with pytest.raises(IndexUnavailable):
        engine.update([goods(4, "Quế")])
    assert not canary.exists()


def test_an_index_sealed_by_another_market_is_not_opened(folder: Path):
    with pytest.raises(IndexUnavailable):
        ask(LocalIndex(folder, b"another key"), "chè")


def test_a_manifest_that_names_other_files_is_not_believed(folder: Path):
    path = folder / manifest.NAME
    sealed = json.loads(path.read_text())
    sealed["content"] = sealed["content"].replace('"generation": 2', '"generation": 1')
    path.write_text(json.dumps(sealed))

    with pytest.raises(IndexUnavailable):
        LocalIndex(folder, KEY).check()


def test_an_index_of_an_older_format_is_built_anew(folder: Path, monkeypatch):
    monkeypatch.setattr(manifest, "FORMAT", manifest.FORMAT + 1)

    with pytest.raises(IndexUnavailable):
        LocalIndex(folder, KEY).check()


def test_a_rebuild_that_fails_leaves_the_old_index(folder: Path):
    def documents():
        yield goods(9, "Quế")
        raise RuntimeError("the database went away")

    engine = LocalIndex(folder, KEY)
    with pytest.raises(RuntimeError):
        engine.rebuild(documents())

    assert found(engine, "gạo") == [3]
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_an_update_that_fails_changes_nothing(folder: Path, monkeypatch):
    engine = LocalIndex(folder, KEY)
    with monkeypatch.context() as patch:
        patch.setattr("marketplace.search.whoosh_index.terms", lambda document: 1 / 0)
        with pytest.raises(IndexUnavailable):
            engine.update([goods(1, "Quế")], removed=[2])

    assert found(engine, "mật ong") == [1]
    engine.update([goods(1, "Quế")])
    assert found(engine, "quế") == [1]


# --- Several processes ---


def test_another_process_sees_what_was_written(folder: Path):
    reader, writer = LocalIndex(folder, KEY), LocalIndex(folder, KEY)
    assert found(reader, "quế") == []

    writer.update([goods(4, "Quế Văn Yên")], removed=[1])

    assert found(reader, "quế") == [4]
    assert found(reader, "mật ong") == []


def test_a_reader_keeps_what_it_has_when_the_folder_is_emptied(folder: Path):
    engine = LocalIndex(folder, KEY)
    LocalIndex(folder, KEY).rebuild([goods(7, "Quế")])
    assert found(engine, "quế") == [7]

    with ThreadPoolExecutor(8) as pool:
        rebuilding = pool.submit(
            lambda: [LocalIndex(folder, KEY).rebuild([goods(7, "Quế")]) for _ in range(20)]
        )
        answers = [found(engine, "quế") for _ in range(200)]

    assert rebuilding.result() == [1] * 20
    assert all(answer == [7] for answer in answers)


def test_a_deleted_index_is_not_searched_any_more(folder: Path):
    engine = LocalIndex(folder, KEY)
    assert found(engine, "chè") == [2]

    (folder / manifest.NAME).unlink()

    with pytest.raises(IndexUnavailable):
        ask(engine, "chè")


def test_a_reader_goes_on_while_the_newest_state_is_damaged(folder: Path):
    engine = LocalIndex(folder, KEY)
    assert found(engine, "chè") == [2]

    (folder / manifest.NAME).write_text("{}")

    assert found(engine, "chè") == [2]


def test_a_writer_waits_for_another(folder: Path):
    writers = [LocalIndex(folder, KEY) for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: writers[n].update([goods(10 + n, "Quế")]), range(6)))

    assert set(found(LocalIndex(folder, KEY), "quế")) == set(range(10, 16))


def test_a_writer_that_waits_too_long_says_so(folder: Path):
    holder = LocalIndex(folder, KEY)
    late = LocalIndex(folder, KEY, patience_s=0.05)

    def documents():
        with pytest.raises(IndexBusy):
            late.update([goods(1, "Quế")])
        yield goods(9, "Chè")

    holder.rebuild(documents())


def test_a_child_process_opens_its_own_files(folder: Path):
    engine = LocalIndex(folder, KEY)
    assert found(engine, "chè") == [2]

    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            right = all(found(engine, word) == [n] for _ in range(30) for n, word in WORDS.items())
            os._exit(0 if right else 1)
        children.append(child)
    right = all(found(engine, word) == [n] for _ in range(30) for n, word in WORDS.items())

    assert right
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4


WORDS = {1: "mật ong", 2: "hái tay", 3: "séng cù"}
WRITER = """
import sys
from pathlib import Path
from marketplace.search.local_index import LocalIndex
from tests.search.goods import goods
engine = LocalIndex(Path(sys.argv[1]), {key!r})
for round in range(100000):
    engine.update([goods(n, f"Quế {{round}}") for n in range(100, 140)])
    print(round, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_an_index_or_a_clear_lack_of_one(folder: Path):
    for pause in (0.0, 0.003, 0.01, 0.02, 0.03):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER.format(key=KEY), str(folder)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        engine = LocalIndex(folder, KEY, patience_s=1)

        try:
            assert found(engine, "mật ong") == [1]
            assert len(found(engine, "quế", limit=100)) == 40
            engine.update([goods(2, "Chè Shan", story="Hái tay.")])
        except IndexUnavailable:
            engine.rebuild([goods(1, "Mật ong"), goods(2, "Chè Shan", story="Hái tay.")])
        assert found(engine, "hái tay") == [2]


# --- Several threads ---


def test_threads_reading_beside_a_writer_get_right_answers(folder: Path):
    LocalIndex(folder, KEY).rebuild(
        goods(n, f"Chè số {n}", story=" ".join(f"từ{n % k}" for k in range(2, 30)))
        for n in range(1, 200)
    )
    reader, writer = LocalIndex(folder, KEY), LocalIndex(folder, KEY)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            writer.update([goods(1000, "Quế")])

    def read(seed: int) -> bool:
        choose = random.Random(seed)
        return all(
            found(reader, f"chè số {n} từ{n % 7}")[0] == n
            for n in (choose.randrange(1, 200) for _ in range(60))
        )

    with ThreadPoolExecutor(5) as pool:
        writing = pool.submit(write)
        reading = [pool.submit(read, seed) for seed in range(4)]
        wait(reading)
        stop.set()
        writing.result()
        answers = [reader.result() for reader in reading]

    assert answers == [True] * 4


def test_the_engine_is_one(folder: Path):
    engine: SearchEngine = LocalIndex(folder, KEY)

    assert ask(engine).total == 3
