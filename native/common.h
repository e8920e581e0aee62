/* What all parts of the native core share: growing arrays, names, and how failure is told.
 *
 * A function that can fail returns 0 (or NULL) when it does, having set a Python error. No
 * function here runs Python code unless its comment says so: what a turn leaves behind in an
 * ear must never be seen half done by another thread.
 */
#ifndef GEHOOR_COMMON_H
#define GEHOOR_COMMON_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LIST(type) struct { type *at; size_t count, room; }

/* Make room for n more items; false with a MemoryError where there is none. */
#define ROOM(list, n)                                                                         \
    ((list).room - (list).count >= (size_t)(n) ||                                             \
     ((list).at = grown((list).at, &(list).room, (list).count, (size_t)(n), sizeof *(list).at), \
      (list).room - (list).count >= (size_t)(n)))
#define PUSH(list, value) (ROOM(list, 1) && ((list).at[(list).count++] = (value), 1))
#define FREE(list) free((list).at)

void *grown(void *at, size_t *room, size_t count, size_t more, size_t size);

typedef LIST(int32_t) Numbers;

void sort(int32_t *numbers, size_t count);
size_t sorted_once(int32_t *numbers, size_t count); /* sorts, drops repeats, gives the count */

/* Texts and the number each was given: 0, 1, 2, ... */
typedef struct {
    uint32_t start, length;
    uint64_t hash;
} Name;

typedef struct {
    LIST(char) text;
    LIST(Name) names;
    int32_t *slots;
    size_t size;
} Names;

#define NOWHERE (-1)

int32_t name_find(const Names *names, const char *text, size_t length);
int32_t name_add(Names *names, const char *text, size_t length); /* NOWHERE: no memory */
int names_shorten(Names *names, size_t count);
void names_free(Names *names);
int names_read(Names *names, PyObject *lines); /* from bytes, one name a line */

const char *name_text(const Names *names, int32_t number, size_t *length);

/* Python data in; each sets a Python error where it is not what it should be. */
int numbers_read(Numbers *numbers, PyObject *bytes);

#endif
