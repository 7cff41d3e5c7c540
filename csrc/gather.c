/*
 * A list of Python's strings as one column of UTF-8.
 *
 * A string is taken out as code points, whatever it is inside, and written as UTF-8 when the next one has been taken out:
 * what has just been stored in small pieces cannot be loaded in large ones for a while. Points of long strings go to the
 * end of the room there is. (PyUnicode_AsUTF8AndSize leaves a second copy inside every string that is not ASCII, so it is
 * asked only for mobiles.)
 */
#include "python.h"

/* Strings lie all over the memory: those that come next are fetched while one is copied. */
enum { AHEAD = 8, FETCHED = 256, LINE = 64 };

static inline void fetch_item(const PyObject *item)
{
    for (int at = 0; at < FETCHED; at += LINE)
        fetch((const char *)item + at);
}

enum { SHORT = 512, PADDING = 8 }; /* points that are read beyond the last, and what aligning them takes */

typedef struct {
    smscore_texts *into;
    uint64_t size;          /* of the text so far */
    int64_t count;          /* of strings in it */
    const uint32_t *points; /* of the string that is still to be written, or NULL */
    uint64_t length;        /* how many */
    uint32_t room[2][SHORT + PADDING];
} gathering;

static void write_last(gathering *g)
{
    const smscore_texts *into = g->into;
    if (!g->points)
        return;
    const uint8_t *end = smscore_put_points(into->text + g->size, g->points, g->length, into->table, into->portable);
    g->size = (uint64_t)(end - into->text);
    into->offsets[++g->count] = (int64_t)g->size;
    g->points = NULL;
}

/* A string that is ASCII inside is UTF-8 inside. */
static int put_ascii(gathering *g, PyObject *item)
{
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(item, &length);
    if (!text) { /* a lone surrogate */
        PyErr_Clear();
        return 0;
    }
    write_last(g);
    if ((uint64_t)length > g->into->room - g->size)
        return 0;
    uint8_t *out = g->into->text + g->size;
    if (length >= 8 && length <= 16) { /* nearly always: two stores instead of a call */
        memcpy(out, text, 8);
        memcpy(out + length - 8, text + length - 8, 8);
    } else {
        memcpy(out, text, (size_t)length);
    }
    g->size += (uint64_t)length;
    g->into->offsets[++g->count] = (int64_t)g->size;
    return 1;
}

/* Whether there is room for so many bytes behind those of the string that is still to be written. */
static int has_room(gathering *g, uint64_t needed)
{
    const uint64_t last = g->points ? 4 * g->length : 0;
    g->into->needed = needed;
    if (last + needed <= g->into->room - g->size)
        return 1;
    write_last(g);
    return needed <= g->into->room - g->size;
}

typedef enum { DONE, FULL, FAILED } outcome;

static outcome put_text(gathering *g, PyObject *item, uint64_t length)
{
    const smscore_texts *into = g->into;
    const uint64_t points_size = length <= SHORT ? 0 : 4 * (length + PADDING);
    if (!has_room(g, points_size + 4 * length + SMSCORE_STORED_OVER))
        return FULL;
    uint32_t *points = g->room[g->points == g->room[0]];
    if (points_size) {
        write_last(g);
        points = (uint32_t *)(void *)(into->text + ((into->room - points_size) & ~UINT64_C(3)));
    }
    if (!PyUnicode_AsUCS4(item, points, (Py_ssize_t)length, 0))
        return FAILED;
    memset(points + length, 0, sizeof *points * PADDING);
    write_last(g);
    g->points = points;
    g->length = length;
    if (points_size)
        write_last(g);
    return DONE;
}

int64_t smscore_gather(PyObject *list, int64_t start, int64_t stop, smscore_texts *into)
{
    gathering g;
    g.into = into;
    g.size = 0;
    g.count = 0;
    g.points = NULL;
    into->offsets[0] = 0;
    if (PyList_Size(list) < stop)
        return -1;
    for (int64_t i = start; i < stop; i++) {
        if (i + AHEAD < stop)
            fetch_item(PyList_GetItem(list, (Py_ssize_t)(i + AHEAD)));
        PyObject *item = PyList_GetItem(list, (Py_ssize_t)i);
        Py_ssize_t length = item ? PyUnicode_GetLength(item) : -1;
        outcome how = length < 0 ? FAILED : DONE; /* no str */
        if (how == DONE && !(into->expect_ascii && put_ascii(&g, item)))
            how = put_text(&g, item, (uint64_t)length);
        if (how == FULL)
            break;
        if (how == FAILED) {
            PyErr_Clear();
            return -1 - (i - start);
        }
    }
    write_last(&g);
    return g.count;
}
