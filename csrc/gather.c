/*
 * A list of Python's strings as one column of UTF-8.
 *
 * This file knows Python, by the functions of its stable ABI alone. They want the interpreter's lock, which cffi
 * gives up for a call and ctypes.PyDLL keeps: so this one is called through ctypes and is not in smscore.h.
 *
 * A string is taken out as code points, whatever it is inside, to the end of the room there is, and written as UTF-8 to
 * the front of it. (PyUnicode_AsUTF8AndSize leaves a second copy inside every string that is not ASCII, so it is asked
 * only for mobiles.)
 */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#include "common.h"

/* Strings lie all over the memory: those that come next are fetched while one is copied. */
enum { AHEAD = 8, FETCHED = 256, LINE = 64 };

static inline void fetch_item(const PyObject *item)
{
    for (int at = 0; at < FETCHED; at += LINE)
        fetch((const char *)item + at);
}

enum { PADDING = 8 }; /* points that are read beyond the last, and what aligning them takes */

/* A string that is ASCII inside is UTF-8 inside. */
static int put_ascii(PyObject *item, const smscore_texts *into, uint64_t *size)
{
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(item, &length);
    if (!text) { /* a lone surrogate */
        PyErr_Clear();
        return 0;
    }
    if ((uint64_t)length > into->room - *size)
        return 0;
    memcpy(into->text + *size, text, (size_t)length);
    *size += (uint64_t)length;
    return 1;
}

Py_EXPORTED_SYMBOL int64_t smscore_gather(PyObject *list, int64_t start, int64_t stop, smscore_texts *into);

int64_t smscore_gather(PyObject *list, int64_t start, int64_t stop, smscore_texts *into)
{
    uint64_t size = 0;
    into->offsets[0] = 0;
    if (PyList_Size(list) < stop)
        return -1;
    for (int64_t i = start; i < stop; i++) {
        if (i + AHEAD < stop)
            fetch_item(PyList_GetItem(list, (Py_ssize_t)(i + AHEAD)));
        PyObject *item = PyList_GetItem(list, (Py_ssize_t)i);
        Py_ssize_t length = item ? PyUnicode_GetLength(item) : -1;
        if (length < 0) { /* no str */
            PyErr_Clear();
            return -1 - (i - start);
        }
        if (into->expect_ascii && put_ascii(item, into, &size)) {
            into->offsets[i - start + 1] = (int64_t)size;
            continue;
        }
        uint64_t points_size = 4 * ((uint64_t)length + PADDING);
        into->needed = points_size + 4 * (uint64_t)length + SMSCORE_STORED_OVER;
        if (into->needed > into->room - size)
            return i - start;
        uint32_t *points = (uint32_t *)(void *)(into->text + ((into->room - points_size) & ~UINT64_C(3)));
        if (!PyUnicode_AsUCS4(item, points, length, 0)) {
            PyErr_Clear();
            return -1 - (i - start);
        }
        memset(points + length, 0, 4 * PADDING);
        const uint8_t *end = smscore_put_points(into->text + size, points, (uint64_t)length, into->table, into->portable);
        size = (uint64_t)(end - into->text);
        into->offsets[i - start + 1] = (int64_t)size;
    }
    return stop - start;
}
