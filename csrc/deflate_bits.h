#pragma once
/* What RFC 1951 says about symbols and bits, and how words are loaded and compared; nothing here knows rows. */
#include "common.h"

/* ---- RFC 1951 ---------------------------------------------------------------------------------------------------- */

enum {
    WINDOW = 32768,     /* 2: how far back a match may lie */
    MIN_MATCH = 3,      /* 3.2.5: how long it is */
    MAX_MATCH = 258,
    END_OF_BLOCK = 256, /* 3.2.5 */
    FIRST_LENGTH = 257,
    LITERALS = 286,     /* 3.2.7: literals, the end, lengths; 286 and 287 never occur */
    DISTANCES = 30,
    MAX_BITS = 15,      /* 3.2.7: of a code */
    MAX_STORED = 65535  /* 3.2.4 */
};

/* ---- words ----------------------------------------------------------------------------------------------------- */

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SMSCORE_WORDS 1
#else
#define SMSCORE_WORDS 0
#endif

ALWAYS_INLINE uint64_t load64(const uint8_t *at)
{
#if SMSCORE_WORDS
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
#else
    uint64_t word = 0;
    for (unsigned i = 0; i < 8; i++)
        word |= (uint64_t)at[i] << (8 * i);
    return word;
#endif
}

ALWAYS_INLINE uint32_t load32(const uint8_t *at)
{
#if SMSCORE_WORDS
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
#else
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
#endif
}

ALWAYS_INLINE void store64(uint8_t *at, uint64_t word)
{
#if SMSCORE_WORDS
    memcpy(at, &word, sizeof word);
#else
    for (unsigned i = 0; i < 8; i++)
        at[i] = (uint8_t)(word >> (8 * i));
#endif
}

/* Equal bytes at the low end of two words that differ in `difference`. */
ALWAYS_INLINE uint32_t equal_first(uint64_t difference)
{
#if SMSCORE_WORDS
    return difference ? (uint32_t)__builtin_ctzll(difference) >> 3 : 8;
#else
    uint32_t n = 0;
    for (; n < 8 && !(difference & 0xFF); n++)
        difference >>= 8;
    return n;
#endif
}

/* floor(log2(value)), value not 0 */
ALWAYS_INLINE uint32_t log2_of(uint32_t value)
{
#if defined(__GNUC__)
    return 31 - (uint32_t)__builtin_clz(value);
#else
    uint32_t n = 0;
    while (value >>= 1)
        n++;
    return n;
#endif
}

/* Bytes that are equal at a and b, at most `most`. */
ALWAYS_INLINE uint32_t equal_bytes(const uint8_t *a, const uint8_t *b, uint32_t most)
{
    uint32_t n = 0;
    while (n + 8 <= most) {
        uint64_t difference = load64(a + n) ^ load64(b + n);
        if (difference)
            return n + equal_first(difference);
        n += 8;
    }
    while (n < most && a[n] == b[n])
        n++;
    return n;
}

/* ---- symbols --------------------------------------------------------------------------------------------------- */

/* Section 3.2.5: the symbol of a match length, and of a distance less 1 with its number of extra bits. */
ALWAYS_INLINE uint32_t length_symbol(uint32_t length)
{
    if (length == MAX_MATCH)
        return 285;
    uint32_t over = length - MIN_MATCH, extra = over < 8 ? 0 : log2_of(over) - 2;
    return FIRST_LENGTH + 4 * extra + (over >> extra);
}

ALWAYS_INLINE uint32_t distance_extra(uint32_t less_one) { return log2_of(less_one | 3) - 1; }
ALWAYS_INLINE uint32_t distance_symbol(uint32_t less_one)
{
    uint32_t extra = distance_extra(less_one);
    return 2 * extra + (less_one >> extra);
}

/* ---- bits ------------------------------------------------------------------------------------------------------ */

/* A code as it is appended: the number of its bits in the low byte, above it the bits, the first one lowest. */
enum { CODE_AT = 8, AT_ONCE = 56 /* bits that may be appended to what is waiting */ };

typedef struct {
    uint64_t bits;
    uint64_t count; /* below 8 between calls */
    uint8_t *out;
} bit_writer;

/* `count` may have anything above its low six bits. */
ALWAYS_INLINE void append(bit_writer *w, uint64_t bits, uint64_t count)
{
    w->bits |= bits << (w->count & 63);
    w->count += count;
}

ALWAYS_INLINE void append_code(bit_writer *w, uint32_t code) { append(w, code >> CODE_AT, code); }

/* Writes the whole bytes; at most 63 bits are waiting. */
ALWAYS_INLINE void flush_bits(bit_writer *w)
{
    store64(w->out, w->bits);
    w->out += w->count >> 3 & 7;
    w->bits >>= w->count & 56;
    w->count &= 7;
}
