#include "fold.h"

#include <stdlib.h>

#define PAGE 256
#define PAGES (0x110000 / PAGE)

static Fold *pages[PAGES]; /* shared by all ears, bounded by Unicode itself; kept for good */

const Fold *fold_known(uint32_t character)
{
    return &pages[character / PAGE][character % PAGE];
}

static int learn(Fold *found, uint32_t character, PyObject *fold, PyObject *dropped)
{
    int result = 0;
    PyObject *text = NULL;
    PyObject *one = PyUnicode_FromOrdinal((int)character);
    if (one == NULL)
        return 0;
    text = PyObject_CallFunctionObjArgs(fold, one, NULL);
    Py_ssize_t length = 0;
    const char *letters = text ? PyUnicode_AsUTF8AndSize(text, &length) : NULL;
    int in = letters ? PyUnicode_Contains(dropped, one) : -1;
    if (in >= 0 && length > (Py_ssize_t)MOST_LETTERS) {
        PyErr_SetString(PyExc_ValueError, "a character folds to too many letters");
    } else if (in >= 0) {
        memcpy(found->text, letters, (size_t)length);
        found->count = (uint8_t)length;
        found->dropped = (uint8_t)in;
        found->known = 1;
        result = 1;
    }
    Py_DECREF(one);
    Py_XDECREF(text);
    return result;
}

const Fold *fold_of(uint32_t character, PyObject *fold, PyObject *dropped)
{
    Fold **page = &pages[character / PAGE];
    if (*page == NULL) {
        *page = calloc(PAGE, sizeof(Fold));
        if (*page == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
    }
    Fold *found = &(*page)[character % PAGE];
    if (!found->known && !learn(found, character, fold, dropped))
        return NULL;
    return found;
}
