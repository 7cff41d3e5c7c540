/*
 * The value of a form field that holds base64: two encodings in one pass.
 *
 * Three bytes are two 12-bit halves; each half becomes two base64 digits, which become two to six bytes once + and /
 * are percent-encoded. The table knows the bytes and their number for every half, so the loop is: look up, copy
 * eight, step on. The copy writes past the step; smscore_form_bound() has room for it.
 */
#include "common.h"

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { ENTRY = 8, LENGTH_AT = 7 };

static uint8_t *put_digit(uint8_t *out, uint32_t six_bits)
{
    char digit = DIGITS[six_bits];
    if (digit != '+' && digit != '/') {
        *out = (uint8_t)digit;
        return out + 1;
    }
    memcpy(out, digit == '+' ? "%2B" : "%2F", 3);
    return out + 3;
}

void smscore_form_table(uint8_t *table)
{
    memset(table, 0, SMSCORE_FORM_TABLE);
    for (uint32_t half = 0; half < 4096; half++) {
        uint8_t *entry = table + (size_t)ENTRY * half;
        uint8_t *end = put_digit(put_digit(entry, half >> 6), half & 63u);
        entry[LENGTH_AT] = (uint8_t)(end - entry);
    }
}

uint64_t smscore_form_bound(uint64_t size)
{
    return (size / 3 + 1) * 12 + ENTRY;
}

static inline uint8_t *put_half(const uint8_t *table, uint8_t *out, uint32_t half)
{
    const uint8_t *entry = table + (size_t)ENTRY * half;
    memcpy(out, entry, ENTRY);
    return out + entry[LENGTH_AT];
}

uint64_t smscore_encode_form(const uint8_t *table, const uint8_t *data, uint64_t size, uint8_t *out)
{
    const uint8_t *start = out;
    uint64_t at = 0;
    for (; at + 3 <= size; at += 3) {
        uint32_t three = (uint32_t)data[at] << 16 | (uint32_t)data[at + 1] << 8 | data[at + 2];
        out = put_half(table, out, three >> 12);
        out = put_half(table, out, three & 4095u);
    }
    if (size - at == 1) { /* RFC 4648, section 4: one byte left is two digits and == */
        out = put_half(table, out, (uint32_t)data[at] << 4);
        memcpy(out, "%3D%3D", 6);
        out += 6;
    } else if (size - at == 2) { /* two bytes left are three digits and = */
        uint32_t two = (uint32_t)data[at] << 8 | data[at + 1];
        out = put_half(table, out, two >> 4);
        out = put_digit(out, (two & 15u) << 2);
        memcpy(out, "%3D", 3);
        out += 3;
    }
    return (uint64_t)(out - start);
}
