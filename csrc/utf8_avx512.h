#pragma once
/*
 * A content that is UTF-8 already, copied 64 bytes at once where the machine has AVX-512.
 *
 * The bytes of a block are compared, and the answers are numbers of 64 bits: behind leads continuations are due, and
 * nowhere else. That leaves open what is unusual: bytes that are never UTF-8, leads of four bytes, and those that not
 * every continuation may follow. A content with one of these, or with a backslash or DEL, is looked at again.
 *
 * Of the last block only the text is read, and only the text is written.
 */
#include "common.h"

/* What a content that was copied may need. */
enum { TO_CHECK = 1, TO_ESCAPE = 2, TO_LOOK_AGAIN = 4 };

/* utf8.c: does it. */
void smscore_mend_utf8(smscore_copied *c, const uint8_t *text, uint64_t size, const smscore_join_rules *rules,
                       unsigned to_do);

#ifdef SMSCORE_X86
#include <immintrin.h>

/* utf8_avx512.c: counts and says what there is to do for any content; and put_utf8_avx512() to be called. */
unsigned smscore_look_again(smscore_copied *c, const uint8_t *text, uint64_t size, uint32_t code_points);
void smscore_put_utf8_avx512(smscore_copied *c, const uint8_t *text, uint64_t size, const smscore_join_rules *rules);

enum { LANES_512 = 64 };

#define EACH_BYTE(value) _mm512_set1_epi8((char)(value))

/* So many lanes from the first on, at most all. */
AVX512 ALWAYS_INLINE uint64_t first_lanes(uint64_t count)
{
    return _bzhi_u64(UINT64_MAX, (uint32_t)(count < LANES_512 ? count : LANES_512));
}

/* Of the bytes that share their last six bits, the one that is not ordinary, or one that does not share them. Controls
 * and FF are not here. */
static const uint8_t STRANGE[LANES_512] = {
    0xC0, 0xC1, 0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    '\\', 0,    0,    0,
    0xE0, 0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0xED, 0,    0,
    0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0x7F,
};

typedef struct {
    __m512i strange; /* a zero: one of STRANGE */
    __m512i lowest;  /* of all bytes plus one: up to 20 for controls and FF */
    uint64_t wrong;  /* any bit: no UTF-8 */
    uint64_t due;    /* the continuations that are due in the next block */
} seen_avx512;

#define NOTHING_SEEN {EACH_BYTE(0xFF), EACH_BYTE(0xFF), 0, 0}

/* Returns which bytes are continuations. */
AVX512 ALWAYS_INLINE uint64_t look_at_avx512(seen_avx512 *s, __m512i bytes)
{
    const __m512i strange = _mm512_permutexvar_epi8(bytes, _mm512_loadu_si512(STRANGE));
    s->strange = _mm512_min_epu8(s->strange, _mm512_xor_si512(bytes, strange));
    s->lowest = _mm512_min_epu8(s->lowest, _mm512_add_epi8(bytes, EACH_BYTE(1)));
    const uint64_t leads = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xC0)),
                   of_three = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xE0)),
                   continuations = _mm512_cmplt_epi8_mask(bytes, EACH_BYTE(0xC0));
    /* sums do what "or" would, up to the first continuation that is missing */
    s->wrong |= continuations ^ (s->due + 2 * (leads + 2 * of_three));
    s->due = leads >> 63 | of_three >> 62;
    return continuations;
}

/* What else there is to do: nothing for ordinary text. */
AVX512 ALWAYS_INLINE unsigned to_do_avx512(const seen_avx512 *s)
{
    const __m512i unusual = _mm512_min_epu8(s->strange, s->lowest); /* a zero: STRANGE or FF */
    if (_mm512_testn_epi8_mask(unusual, unusual))
        return TO_LOOK_AGAIN;
    return (s->wrong | s->due ? TO_CHECK : 0) | (_mm512_cmple_epu8_mask(s->lowest, EACH_BYTE(0x20)) ? TO_ESCAPE : 0);
}

/* What follows, in the column and behind the lines, is fetched meanwhile: by itself the machine begins too late. */
enum { FETCHED_AHEAD = 1024 };

/* Copies and counts. Returns what else there is to do. */
AVX512 ALWAYS_INLINE unsigned copy_avx512(smscore_copied *c, const uint8_t *text, uint64_t size)
{
    seen_avx512 s = NOTHING_SEEN;
    uint8_t *out = c->out;
    uint64_t left = size, units = size;
    for (; left > LANES_512; left -= LANES_512, text += LANES_512, out += LANES_512) {
        const __m512i bytes = _mm512_loadu_si512(text);
        _mm512_storeu_si512(out, bytes);
        fetch((const void *)((uintptr_t)text + FETCHED_AHEAD));
        fetch((const void *)((uintptr_t)out + FETCHED_AHEAD));
        units -= (uint64_t)__builtin_popcountll(look_at_avx512(&s, bytes));
    }
    const uint64_t lanes = first_lanes(left);
    const __m512i bytes = _mm512_mask_loadu_epi8(EACH_BYTE(' '), lanes, text);
    _mm512_mask_storeu_epi8(out, lanes, bytes);
    c->units = units - (uint64_t)__builtin_popcountll(look_at_avx512(&s, bytes));
    return to_do_avx512(&s);
}

AVX512 ALWAYS_INLINE void put_utf8_avx512(smscore_copied *c, const uint8_t *text, uint64_t size,
                                          const smscore_join_rules *rules)
{
    c->code = size ? SMSCORE_OK : SMSCORE_CONTENT_EMPTY;
    c->offset = size;
    const unsigned to_do = copy_avx512(c, text, size);
    if (to_do) {
        smscore_copied mended = *c; /* so that *c may stay in registers */
        smscore_mend_utf8(&mended, text, size, rules, to_do);
        *c = mended;
    } else {
        c->out += size;
    }
}
#endif
