/*
 * Last stage: tokens to bits.
 *
 * Most literals are digits: three of them are one number, and that number's entry in a table is their codes. A
 * match is put together first - its length with the extra bits, its distance, the extra bits of that - and appended at
 * once: at most 15 + 5 + 15 + 13 = 48 bits on the 7 that may be waiting.
 */
#include "deflate.h"

/* Codes put together before they are appended: what is not yet written waits for nothing but one shift. */
typedef struct {
    uint64_t bits;
    uint64_t count; /* in the low six bits */
} composed;

ALWAYS_INLINE composed compose(composed first, uint32_t code)
{
    return (composed){first.bits | (uint64_t)(code >> CODE_AT) << (first.count & 63), first.count + code};
}

ALWAYS_INLINE composed begin(uint32_t code) { return (composed){code >> CODE_AT, code}; }

ALWAYS_INLINE void emit(bit_writer *w, composed all)
{
    append(w, all.bits, all.count);
    flush_bits(w);
}

ALWAYS_INLINE int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') <= 9; }

/* Emits three digits that a run of literals may begin with. Returns how many they were, or 0. */
ALWAYS_INLINE uint32_t emit_digits(bit_writer *w, const code_book *c, const uint8_t *text)
{
    if (!is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[2]))
        return 0;
    emit(w, begin(c->digits[THREE_DIGITS + 100 * (text[0] - '0') + 10 * (text[1] - '0') + (text[2] - '0')]));
    return 3;
}

#ifdef SMSCORE_X86
#include <immintrin.h>

/* Shuffles that move the first n of 16 bytes to the end, and clear what is before. */
static const uint8_t TO_THE_END[32] = {
    0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F,
};

/* And one that spreads the last twelve of them over four lanes, three each. */
static const uint8_t THREES[16] = {0x80, 4, 5, 6, 0x80, 7, 8, 9, 0x80, 10, 11, 12, 0x80, 13, 14, 15};

__attribute__((target("avx2"))) static inline __m128i load_128(const uint8_t *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

/* The same for up to twelve digits at once, but at least four: numbers of three digits, the first one of one to three. */
__attribute__((target("avx2,bmi,bmi2"))) static inline uint32_t emit_digits_avx2(bit_writer *w, const code_book *c,
                                                                                 const uint8_t *text, uint32_t run)
{
    static const uint16_t FIRST[13] = {
        0, ONE_DIGIT, TWO_DIGITS, THREE_DIGITS, ONE_DIGIT, TWO_DIGITS, THREE_DIGITS,
        ONE_DIGIT, TWO_DIGITS, THREE_DIGITS, ONE_DIGIT, TWO_DIGITS, THREE_DIGITS,
    };
    __m128i digits = _mm_sub_epi8(load_128(text), _mm_set1_epi8('0'));
    __m128i fine = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    uint32_t count = (uint32_t)__builtin_ctz(~(uint32_t)_mm_movemask_epi8(fine));
    count = count < run ? count : run;
    count = count < 12 ? count : 12;
    if (count < 4)
        return 0;
    digits = _mm_shuffle_epi8(_mm_shuffle_epi8(digits, load_128(TO_THE_END + count)), load_128(THREES));
    __m128i parts = _mm_maddubs_epi16(digits, _mm_set1_epi32(0x010A6400)); /* 100 a, and 10 b + c */
    __m128i lanes = _mm_madd_epi16(parts, _mm_set1_epi16(1));
    uint64_t numbers = (uint64_t)_mm_cvtsi128_si64(_mm_packus_epi32(lanes, lanes)); /* the last one highest */
    const uint32_t *first = c->digits + FIRST[count], *three = c->digits + THREE_DIGITS;
    composed all;
    if (count > 9) {
        all = compose(begin(first[numbers & 0xFFFF]), three[numbers >> 16 & 0xFFFF]);
        if (c->longest_digit > 4) { /* twelve of them may be too long */
            emit(w, all);
            all = (composed){0, 0};
        }
        all = compose(all, three[numbers >> 32 & 0xFFFF]);
    } else if (count > 6) {
        all = compose(begin(first[numbers >> 16 & 0xFFFF]), three[numbers >> 32 & 0xFFFF]);
        if (c->longest_digit > 6) {
            emit(w, all);
            all = (composed){0, 0};
        }
    } else {
        all = begin(first[numbers >> 32 & 0xFFFF]);
    }
    emit(w, compose(all, three[numbers >> 48]));
    return count;
}
#endif

/* Up to three literals, as many instructions whatever their number: it is not to be guessed. */
ALWAYS_INLINE void emit_few(bit_writer *w, const code_book *c, const uint8_t *text, uint32_t run)
{
    composed all = begin(c->literal[text[0]]);
    all = compose(all, run > 1 ? c->literal[text[1]] : 0);
    emit(w, compose(all, run > 2 ? c->literal[text[2]] : 0));
}

/* A run of any length; special digits are read 16 bytes at a time. */
ALWAYS_INLINE void emit_run(bit_writer *w, const code_book *c, const uint8_t *text, uint32_t run, int special)
{
    while (run >= 4) {
        uint32_t done = 0;
#ifdef SMSCORE_X86
        if (special && is_digit(text[0]))
            done = emit_digits_avx2(w, c, text, run);
#endif
        if (!special && c->longest_digit)
            done = emit_digits(w, c, text);
        if (!done) {
            emit_few(w, c, text, 3);
            done = 3;
        }
        text += done;
        run -= done;
    }
    if (run)
        emit_few(w, c, text, run);
}

ALWAYS_INLINE void emit_match(bit_writer *w, const code_book *c, uint32_t length, uint32_t distance)
{
    uint32_t less_one = distance - 1, extra = distance_extra(less_one);
    composed all = compose(begin(c->length[length]), c->distance[distance_symbol(less_one)]);
    all.bits |= (uint64_t)(less_one & ((1u << extra) - 1)) << (all.count & 63);
    all.count += extra;
    emit(w, all);
}

/* The tokens from `t` up to `end`, which begin at `text`; returns where they end. */
ALWAYS_INLINE const uint8_t *emit_tokens(deflater *d, const token *t, const token *end, const uint8_t *text, int special)
{
    bit_writer w = d->writer;
    const code_book *c = &d->codes;
    for (; t < end; t++) {
        emit_run(&w, c, text, t->run, special);
        text += (size_t)t->run + t->length;
        if (t->length)
            emit_match(&w, c, t->length, t->distance);
    }
    d->writer = w;
    return text;
}

#ifdef SMSCORE_X86
__attribute__((target("avx2,bmi,bmi2"))) static const uint8_t *emit_special(deflater *d, const token *end,
                                                                            const uint8_t *text)
{
    return emit_tokens(d, d->tokens, end, text, 1);
}

/* The tokens before the last ones, of whose literals no 16 bytes can be read. */
static const token *readable(const deflater *d)
{
    const token *end = d->tokens + d->used;
    for (uint32_t at = d->cursor; end > d->tokens && d->size - at < 16; end--)
        at -= (uint32_t)end[-1].run + end[-1].length;
    return end;
}
#endif

void smscore_emit(deflater *d)
{
    const token *from = d->tokens, *end = from + d->used;
    const uint8_t *text = d->text + d->chunk;
#ifdef SMSCORE_X86
    if (d->special && d->codes.longest_digit) {
        from = readable(d);
        text = emit_special(d, from, text);
    }
#endif
    emit_tokens(d, from, end, text, 0);
}
