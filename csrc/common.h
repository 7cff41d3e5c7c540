#pragma once
/* What every file of the core needs beside the contract. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "smscore.h"

/* A separator that no unit equals: for a column of one item. */
#define SMSCORE_NO_SEPARATOR UINT32_MAX

/* Unit `i` of a UTF-16 column in machine order; the buffer need not be aligned. */
static inline uint32_t unit_at(const uint8_t *text, uint64_t i)
{
    uint16_t unit;
    memcpy(&unit, text + 2 * i, sizeof unit);
    return unit;
}

/* Four bytes, lowest first; compilers make it one store where the machine is little-endian. */
static inline void put_u32_le(uint8_t *out, uint32_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(out, &value, sizeof value);
#else
    for (unsigned i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (8 * i));
#endif
}

static inline int is_surrogate(uint32_t unit) { return (unit & 0xF800u) == 0xD800u; }
static inline int is_high_surrogate(uint32_t unit) { return (unit & 0xFC00u) == 0xD800u; }
static inline int is_low_surrogate(uint32_t unit) { return (unit & 0xFC00u) == 0xDC00u; }

/* Document 003, opening note: 70 characters are one message, a longer one is cut every 67. */
static inline uint64_t segments_of(uint64_t units)
{
    return units == 0 ? 0 : units <= 70 ? 1 : (units + 66) / 67;
}

/* True when a UTF-16 column splits into exactly `items` at `separator`. */
int smscore_splits_into(const uint8_t *text, uint64_t units, uint32_t separator, uint32_t items);
