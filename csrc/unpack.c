/*
 * A stream straight to columns: what is inflated is split while it lies in the cache, and then written over.
 *
 * The lines pass through a window: what was inflated last, as far as a match may reach, and the row that is not yet
 * complete, are moved to its beginning, and more is inflated behind them.
 */
#include "inflate.h"

enum { PAUSE = 4 * WINDOW, MOST = PAUSE + 2 * MAX_STORED };

typedef struct {
    inflater inflater;
    inflating stream;
    const uint8_t *data;
    const uint8_t *row;  /* the first that is not yet split */
    uint64_t moved;      /* bytes that are in the window no more */
    int found;
    uint32_t portable;
    uint8_t window[MOST];
} unpacker;

uint64_t smscore_unpack_context_size(void) { return sizeof(unpacker); }

void smscore_unpack_init(void *context, uint32_t portable)
{
    unpacker *u = context;
    smscore_inflate_init(&u->inflater, portable);
    u->portable = portable;
}

int32_t smscore_unpack_begin(void *context, const uint8_t *data, uint64_t data_size, smscore_glimpse *seen)
{
    unpacker *u = context;
    smscore_begin(&u->stream, data, data_size, u->window, MOST);
    u->stream.pause = PAUSE;
    u->data = data;
    u->row = u->window;
    u->moved = 0;
    u->found = smscore_go_on(&u->stream, &u->inflater);
    seen->size = (uint64_t)(u->stream.out - u->window);
    seen->breaks = smscore_count_breaks(u->window, seen->size, u->portable);
    return u->found != FAILED;
}

/* Behind the last line that is complete. */
static const uint8_t *last_line(const unpacker *u)
{
    const uint8_t *end = u->stream.out;
    if (u->found == ENDED)
        return end;
    while (end - u->row >= 2 && !(end[-2] == '\r' && end[-1] == '\n'))
        end--;
    return end - u->row >= 2 ? end : u->row;
}

/* Splits what is complete; 0 where it cannot. */
static int split_lines(unpacker *u, const smscore_split_rules *rules, smscore_split *split)
{
    const uint8_t *end = last_line(u);
    const uint64_t size = (uint64_t)(end - u->row);
    if (size) {
        smscore_split_lines(rules, u->row, size, split);
        if (split->full || split->stopped_at != size)
            return 0;
        u->row = end;
    }
    return 1;
}

/* Makes room; 0 where a row is too long for that. */
static int move_window(unpacker *u)
{
    inflating *s = &u->stream;
    const uint8_t *from = s->out - WINDOW < u->row ? s->out - WINDOW : u->row;
    const uint64_t kept = (uint64_t)(s->out - from), gone = (uint64_t)(from - u->window);
    if (kept > PAUSE / 2)
        return 0;
    memmove(u->window, from, kept);
    s->out -= gone;
    s->checked = s->out;
    u->row -= gone;
    u->moved += gone;
    return 1;
}

int32_t smscore_unpack_rows(void *context, const smscore_split_rules *rules, uint64_t size, smscore_split *split,
                            smscore_inflated *found)
{
    unpacker *u = context;
    inflating *s = &u->stream;
    for (;;) {
        if (u->found == FAILED || u->moved + (uint64_t)(s->out - u->window) > size || !split_lines(u, rules, split))
            return 0;
        if (u->found == ENDED)
            break;
        if (!move_window(u))
            return 0;
        u->found = smscore_go_on(s, &u->inflater);
    }
    found->taken = (uint64_t)(s->reader.in - u->data) - (s->reader.count >> 3);
    found->size = u->moved + (uint64_t)(s->out - u->window);
    found->crc = s->crc;
    return found->size == size;
}
