/*
 * Batch after batch of a job by one call, each as Python's own bytes as soon as it is whole.
 *
 * What Python does between two calls is little, and cold each time: a batch leaves nothing in the caches of what comes
 * before it and behind it. This file knows Python, as gather.c does, and is called as that is. The interpreter's lock is
 * given up while a batch is made, and held while its form value becomes Python's.
 */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#include "common.h"

/* Adds the form value of the batch, and its segments, to a list; the next one may begin. Returns 0 with an error set. */
static int add_value(smscore_batch *b, PyObject *values)
{
    PyObject *value = Py_BuildValue("(y#K)", (const char *)b->form, (Py_ssize_t)b->form_size,
                                    (unsigned long long)b->lines->segments);
    const int added = value && PyList_Append(values, value) == 0;
    Py_XDECREF(value);
    b->taken = 0;
    return added;
}

Py_EXPORTED_SYMBOL int32_t smscore_press(smscore_batch *b, smscore_column *mobiles, smscore_column *contents,
                                         const smscore_template *text, uint32_t rows, PyObject *values);

/* smscore_add_rendered(), or smscore_add_joined() where there is no template, of the rows of one batch after the other.
 * Returns what the last one did, or -1 with an error set. */
int32_t smscore_press(smscore_batch *b, smscore_column *mobiles, smscore_column *contents, const smscore_template *text,
                      uint32_t rows, PyObject *values)
{
    int32_t taken = SMSCORE_TAKEN;
    for (uint32_t some; rows && taken == SMSCORE_TAKEN; rows -= some) {
        some = rows < b->rows - b->taken ? rows : b->rows - b->taken;
        Py_BEGIN_ALLOW_THREADS
        taken = text ? smscore_add_rendered(b, mobiles, text, some) : smscore_add_joined(b, mobiles, contents, some);
        Py_END_ALLOW_THREADS
        if (taken == SMSCORE_TAKEN && b->taken == b->rows && !add_value(b, values))
            return -1;
    }
    return taken;
}
