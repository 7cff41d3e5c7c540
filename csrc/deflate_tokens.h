#pragma once
/* Where tokens go. */
#include "deflate.h"

/* Bytes of a word, which is what is searched for where no template helps. */
enum { WORD = 4 };

/* Room for tokens is not asked for one by one:
 *
 *      SAMPLE rows of a shape       a match for each segment and one for CR LF, AT_A_TIME of them stored at once
 *      a row of a template          LONG_ROW_TOKENS: the same, and a long segment is several matches
 *      a piece of searched text     a match for every word (smscore_put_text)
 *
 * The first never ask, so whoever does leaves SPARE behind, which is twice what they need. */
enum { SPARE = 2 * SAMPLE * (MAX_SEGMENTS + 1), LONG_ROW_TOKENS = LONG_ROW / MAX_MATCH + MAX_SEGMENTS };

/* The end of the tokens, in registers while rows fit their templates. */
typedef struct {
    token *next;
    uint32_t cursor;
} sink;

ALWAYS_INLINE sink take_sink(deflater *d) { return (sink){d->tokens + d->used, d->cursor}; }
ALWAYS_INLINE void give_sink(deflater *d, const sink *to)
{
    d->used = (uint32_t)(to->next - d->tokens);
    d->cursor = to->cursor;
}

ALWAYS_INLINE void put_token(sink *to, uint32_t run, uint32_t length, uint32_t distance)
{
    *to->next++ = (token){(uint16_t)run, (uint16_t)length, distance};
}

/* A match from `at` on, which is at or behind the cursor. The caller has made sure of room. */
ALWAYS_INLINE void put_match(sink *to, uint32_t at, uint32_t length, uint32_t distance)
{
    uint32_t run = at - to->cursor;
    to->cursor = at + length;
    while (length > MAX_MATCH) {
        uint32_t most = length - MAX_MATCH < MIN_MATCH ? MAX_MATCH - MIN_MATCH : MAX_MATCH;
        put_token(to, run, most, distance);
        length -= most;
        run = 0;
    }
    put_token(to, run, length, distance);
}

/* Where there are many rows one of SAMPLE is counted, never in step with what may go up by one from row to row. */
ALWAYS_INLINE uint32_t counted_near(uint32_t number)
{
    uint32_t some = number / SAMPLE;
    return some * SAMPLE + (uint32_t)(mix(some + 1) >> 60) % SAMPLE;
}

ALWAYS_INLINE int is_counted(const deflater *d, uint32_t number)
{
    return d->all_counted || number == counted_near(number);
}

/* Not ASCII: part of a character that takes three literals. */
ALWAYS_INLINE int is_wide(uint8_t byte) { return byte >= 0x80; }

/* Bytes of a value from which on it is searched for words, text sooner. */
enum { LONG_VALUE = 32, LONG_WORDS = 12 };

/* The text before a segment is a value; a long one is searched for words. */
ALWAYS_INLINE void put_value(deflater *d, sink *to, uint32_t end, uint32_t number)
{
    const uint32_t size = end - to->cursor;
    if (size > LONG_WORDS && (size > LONG_VALUE || is_wide(d->text[to->cursor]))) {
        give_sink(d, to);
        smscore_put_text(d, end, number);
        *to = take_sink(d);
    }
}
