#pragma once
/*
 * For the few files that know Python, by the functions of its stable ABI alone.
 *
 * They want the interpreter's lock, which cffi gives up for a call and ctypes.PyDLL keeps: so what they have is called
 * through ctypes and is not in smscore.h.
 */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#include "common.h"

/* value.c: the value of a form field as Python's bytes: base64, percent-encoded. NULL with an error set. */
Py_EXPORTED_SYMBOL PyObject *smscore_form_value(const uint8_t *table, const uint8_t *data, uint64_t size, uint32_t portable);

/* press.c: adds rows to batches of `b->rows` each, from a template, or from contents where there is none. Of each batch that
 * is whole, its form value and its segments are added to a list. Returns what became of the last rows (smscore.h), after
 * which, unless all were taken, nothing is to be added; or -1 with an error set. */
Py_EXPORTED_SYMBOL int32_t smscore_press(smscore_batch *b, smscore_column *mobiles, smscore_column *contents,
                                         const smscore_template *text, uint32_t rows, PyObject *values);

/* gather.c: strings of a list, from one up to another, one behind the other. Returns how many there was room for; -1 less
 * the number of the first that is none. */
Py_EXPORTED_SYMBOL int64_t smscore_gather(PyObject *list, int64_t start, int64_t stop, smscore_texts *into);
