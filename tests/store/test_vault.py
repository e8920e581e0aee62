"""Sealing by itself: another key, another place or a changed bit opens nothing."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.store import KeyFault, Keyring, Vault

keys = st.binary(min_size=32, max_size=32)
places = st.text(max_size=40)


def vault_of(*given: bytes) -> Vault:
    return Vault(Keyring({f"sleutel{at}": key for at, key in enumerate(given)}))


@given(keys, st.binary(max_size=300), places)
def test_what_was_sealed_opens(key, data, place):
    vault = vault_of(key)
    wrapped = vault.new_key()
    sealed = vault.box(wrapped).seal(data, place)
    assert vault.box(wrapped).open(sealed, place) == data
    assert len(sealed) == len(data) + 28


@given(st.data(), st.binary(max_size=100))
def test_a_changed_bit_is_noticed(data, content):
    vault = vault_of(bytes(32))
    box = vault.box(vault.new_key())
    sealed = bytearray(box.seal(content, "call/turn/1"))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << at % 8
    with pytest.raises(KeyFault):
        box.open(bytes(sealed), "call/turn/1")


@given(st.binary(max_size=60))
def test_any_bytes_open_to_a_fault(data):
    vault = vault_of(bytes(32))
    with pytest.raises(KeyFault):
        vault.box(vault.new_key()).open(data, "x")
    with pytest.raises(KeyFault):
        vault.box(data)


@given(places, places)
def test_a_sealed_text_can_not_be_moved(one, other):
    box = vault_of(bytes(32)).own_box("proef")
    sealed = box.seal(b"tekst", one)
    if one == other:
        assert box.open(sealed, other) == b"tekst"
    else:
        with pytest.raises(KeyFault):
            box.open(sealed, other)


@given(keys, keys)
def test_another_call_or_main_key_opens_nothing(one, other):
    vault = vault_of(one)
    wrapped, second = vault.new_key(), vault.new_key()
    sealed = vault.box(wrapped).seal(b"tekst", "x")
    with pytest.raises(KeyFault):
        vault.box(second).open(sealed, "x")
    if one != other:
        with pytest.raises(KeyFault):
            vault_of(other).box(wrapped)


def test_a_newer_main_key_opens_what_an_older_sealed():
    old, new = bytes(32), bytes(range(32))
    ring = Keyring({"sleutel0": old})
    wrapped = Vault(ring).new_key()
    both = Vault(Keyring({"sleutel1": new, "sleutel0": old}))
    again = both.rewrap(wrapped)
    assert both.box(again).key == both.box(wrapped).key
    assert (both.is_newest(wrapped), both.is_newest(again)) == (False, True)
    assert Vault(Keyring({"sleutel1": new})).box(again).key == both.box(wrapped).key


def test_fingerprints_differ_by_purpose_and_key():
    one, other = vault_of(bytes(32)), vault_of(bytes(range(32)))
    assert one.fingerprint("a", "x") == one.fingerprint(b"a", "x")
    marks = {one.fingerprint("a", "x"), one.fingerprint("a", "y"), other.fingerprint("a", "x")}
    assert len(marks) == 3


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("GEHOOR_KEY", raising=False)
    path = tmp_path / "map" / "gehoor.key"
    with pytest.raises(KeyFault, match="bestaat niet"):
        Keyring.find(path)
    first = Keyring.find(path, make=True)
    assert Keyring.find(path, make=True).keys == first.keys
    assert path.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("GEHOOR_KEY", base64.b64encode(bytes(32)).decode())
    assert Keyring.find(path).keys != first.keys


@pytest.mark.parametrize(
    ("text", "said"), [("", "32 bytes"), ("kort", "32 bytes"), ("!!!", "geen base64")]
)
def test_a_wrong_key_file_is_a_sentence(tmp_path, text, said):
    path = tmp_path / "gehoor.key"
    path.write_text(text)
    with pytest.raises(KeyFault, match=said) as caught:
        Keyring.from_file(path)
    assert str(path) in str(caught.value)
