"""What is loaded once is shared by everyone, and costs nobody anything afterwards."""

import gc
import threading
import weakref
from collections.abc import Iterator
from queue import Queue
from types import SimpleNamespace

import pytest
import streamlit as st

from core.ui import resources
from core.ui.resources import warm_up


class Loop:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has loaded no model yet; afterwards the collector is as it was."""
    thresholds = gc.get_threshold()
    resources._search_garbage_less.cache_clear()
    monkeypatch.setattr(resources, "inspector", lambda: SimpleNamespace(engine=SimpleNamespace(load=lambda _: None)))
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def searched(one: object) -> bool:
    return any(other is one for other in gc.get_objects())


def test_models_load_in_a_thread_that_the_end_of_the_process_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page runs in a daemon thread, and what is started there becomes one where nothing else is said."""
    st.cache_resource.clear()
    loading = Queue[threading.Thread]()
    monkeypatch.setattr(resources, "_load_models", lambda: loading.put(threading.current_thread()))
    threading.Thread(target=warm_up, daemon=True).start()
    assert not loading.get(timeout=10).daemon


def test_no_search_for_garbage_goes_through_what_was_loaded_with_the_models():
    before = Loop()
    assert searched(before)
    resources._load_models()
    after = Loop()
    assert not searched(before) and searched(after)


def test_garbage_is_found_though_models_are_loaded_again():
    resources._load_models()
    garbage = Loop()
    gone = weakref.ref(garbage)
    del garbage
    resources._load_models()
    gc.collect()
    assert gone() is None


def test_thousands_of_new_objects_start_no_search_for_garbage():
    resources._load_models()
    gc.collect()
    searches = gc.get_stats()[0]["collections"]
    kept = [Loop() for _ in range(4_000)]
    assert len(kept) == 4_000 and gc.get_stats()[0]["collections"] == searches
