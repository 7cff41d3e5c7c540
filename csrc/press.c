/*
 * Batch after batch of a job by one call, each as Python's own as soon as it is whole.
 *
 * What Python does between two calls is little, and cold each time: a batch leaves nothing in the caches of what comes
 * before it and behind it.
 */
#include "python.h"

/* Adds the batch to the list; the next one may begin. Returns 0 with an error set. */
static int add_value(smscore_batch *b, PyObject *values)
{
    PyObject *value = smscore_form_value(b->form_table, b->member, b->member_size, b->rules->portable);
    PyObject *pair = value ? Py_BuildValue("(NK)", value, (unsigned long long)b->lines->segments) : NULL;
    const int added = pair && PyList_Append(values, pair) == 0;
    Py_XDECREF(pair);
    b->taken = 0;
    return added;
}

int32_t smscore_press(smscore_batch *b, smscore_column *mobiles, smscore_column *contents, const smscore_template *text,
                      uint32_t rows, PyObject *values)
{
    int32_t taken = SMSCORE_TAKEN;
    for (uint32_t some; rows && taken == SMSCORE_TAKEN; rows -= some) {
        some = rows < b->rows - b->taken ? rows : b->rows - b->taken;
        b->following = rows - some;
        Py_BEGIN_ALLOW_THREADS
        taken = smscore_add_rows(b, mobiles, contents, text, some);
        Py_END_ALLOW_THREADS
        if (taken == SMSCORE_TAKEN && b->taken == b->rows && !add_value(b, values))
            return -1;
    }
    return taken;
}
