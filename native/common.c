#include "common.h"

#include <stdlib.h>

#define SEED 0x9E3779B97F4A7C15u
static uint64_t seed = SEED; /* with Python's own secret in it, see names_read */

void *grown(void *at, size_t *room, size_t count, size_t more, size_t size)
{
    if (more > SIZE_MAX / 2 / size - count) {
        PyErr_NoMemory();
        return at;
    }
    size_t wanted = count + more;
    size_t next = *room < 8 ? 8 : *room + *room / 2;
    if (next < wanted)
        next = wanted;
    void *bigger = realloc(at, next * size);
    if (bigger == NULL) {
        PyErr_NoMemory();
        return at;
    }
    *room = next;
    return bigger;
}

static int ascending(const void *one, const void *other)
{
    int32_t a = *(const int32_t *)one, b = *(const int32_t *)other;
    return (a > b) - (a < b);
}

void sort(int32_t *numbers, size_t count)
{
    if (count > 24) {
        qsort(numbers, count, sizeof *numbers, ascending);
        return;
    }
    for (size_t k = 1; k < count; k++) {
        int32_t number = numbers[k];
        size_t at = k;
        for (; at > 0 && numbers[at - 1] > number; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = number;
    }
}

size_t sorted_once(int32_t *numbers, size_t count)
{
    if (count < 2)
        return count;
    sort(numbers, count);
    size_t kept = 1;
    for (size_t k = 1; k < count; k++)
        if (numbers[k] != numbers[kept - 1])
            numbers[kept++] = numbers[k];
    return kept;
}

static uint64_t mixed(uint64_t value)
{
    value ^= value >> 32;
    value *= 0xD6E8FEB86659FD93u;
    value ^= value >> 29;
    return value;
}

static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = seed ^ length;
    for (; length >= 8; text += 8, length -= 8) {
        uint64_t part;
        memcpy(&part, text, 8);
        hash = mixed(hash ^ part) + seed;
    }
    if (length) {
        uint64_t part = 0;
        memcpy(&part, text, length);
        hash = mixed(hash ^ part);
    }
    return mixed(hash);
}

static size_t slot_of(const Names *names, const char *text, size_t length, uint64_t hash)
{
    size_t slot = (size_t)hash & (names->size - 1);
    for (;; slot = (slot + 1) & (names->size - 1)) {
        int32_t number = names->slots[slot];
        if (number < 0)
            return slot;
        const Name *name = &names->names.at[number];
        if (name->hash == hash && name->length == length &&
            memcmp(names->text.at + name->start, text, length) == 0)
            return slot;
    }
}

int32_t name_find(const Names *names, const char *text, size_t length)
{
    if (names->size == 0)
        return NOWHERE;
    return names->slots[slot_of(names, text, length, hash_of(text, length))];
}

static int spread(Names *names, size_t size)
{
    if (size != names->size) {
        int32_t *slots = malloc(size * sizeof *slots);
        if (slots == NULL) {
            PyErr_NoMemory();
            return 0;
        }
        free(names->slots);
        names->slots = slots;
        names->size = size;
    }
    memset(names->slots, 0xFF, size * sizeof *names->slots);
    for (size_t k = 0; k < names->names.count; k++) {
        size_t slot = (size_t)names->names.at[k].hash & (size - 1);
        while (names->slots[slot] >= 0)
            slot = (slot + 1) & (size - 1);
        names->slots[slot] = (int32_t)k;
    }
    return 1;
}

int32_t name_add(Names *names, const char *text, size_t length)
{
    if (2 * (names->names.count + 1) > names->size &&
        !spread(names, names->size ? 2 * names->size : 64))
        return NOWHERE;
    uint64_t hash = hash_of(text, length);
    size_t slot = slot_of(names, text, length, hash);
    if (names->slots[slot] >= 0)
        return names->slots[slot];
    size_t count = names->names.count;
    if (names->text.count + length > UINT32_MAX || count >= INT32_MAX / 4) {
        PyErr_NoMemory();
        return NOWHERE;
    }
    if (!ROOM(names->text, length + 1) || !ROOM(names->names, 1))
        return NOWHERE;
    Name name = {(uint32_t)names->text.count, (uint32_t)length, hash};
    memcpy(names->text.at + names->text.count, text, length);
    names->text.count += length;
    names->names.at[names->names.count++] = name;
    names->slots[slot] = (int32_t)count;
    return (int32_t)count;
}

int names_shorten(Names *names, size_t count)
{
    if (count < names->names.count) {
        names->text.count = names->names.at[count].start;
        names->names.count = count;
    }
    return spread(names, names->size);
}

void names_free(Names *names)
{
    FREE(names->text);
    FREE(names->names);
    free(names->slots);
}

const char *name_text(const Names *names, int32_t number, size_t *length)
{
    *length = names->names.at[number].length;
    return names->text.at + names->names.at[number].start;
}

static void learn_seed(void)
{
    PyObject *word = PyUnicode_FromString("gehoor");
    if (seed == SEED && word != NULL)
        seed ^= (uint64_t)PyObject_Hash(word) | 1;
    Py_XDECREF(word);
}

int names_read(Names *names, PyObject *lines)
{
    char *text;
    Py_ssize_t length;
    learn_seed();
    if (PyBytes_AsStringAndSize(lines, &text, &length) < 0)
        return 0;
    for (char *end = text + length; length > 0 && text <= end;) {
        char *stop = memchr(text, '\n', (size_t)(end - text));
        if (stop == NULL)
            stop = end;
        int32_t before = (int32_t)names->names.count;
        int32_t number = name_add(names, text, (size_t)(stop - text));
        if (number == NOWHERE)
            return 0;
        if (number != before) {
            PyErr_SetString(PyExc_ValueError, "a name stands twice in a list of names");
            return 0;
        }
        text = stop + 1;
    }
    return 1;
}

int numbers_read(Numbers *numbers, PyObject *bytes)
{
    char *text;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(bytes, &text, &length) < 0)
        return 0;
    size_t count = (size_t)length / sizeof(int32_t);
    if (count * sizeof(int32_t) != (size_t)length) {
        PyErr_SetString(PyExc_ValueError, "expected whole numbers of four bytes");
        return 0;
    }
    if (!ROOM(*numbers, count + 1))
        return 0;
    memcpy(numbers->at + numbers->count, text, (size_t)length);
    numbers->count += count;
    return 1;
}
