/* What one character becomes when a text is folded; Python says so, once for each. */
#ifndef GEHOOR_FOLD_H
#define GEHOOR_FOLD_H

#include "common.h"

typedef struct {
    uint8_t count;   /* letters it becomes */
    uint8_t known;   /* whether Python has been asked */
    uint8_t dropped; /* an apostrophe or what stands for one: belongs to a lone letter after it */
    char text[5];
} Fold;

#define PAGE_ONE 256 /* characters that every ear asks about when it is made */
#define MOST_LETTERS sizeof(((Fold *)0)->text)

/* Returns how a character folds, NULL with a Python error; may run Python code. */
const Fold *fold_of(uint32_t character, PyObject *fold, PyObject *dropped);

/* The same for one that was asked before. */
const Fold *fold_known(uint32_t character);

#endif
