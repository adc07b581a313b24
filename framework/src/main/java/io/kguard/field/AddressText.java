package io.kguard.field;

/** Writes addresses as {@code inet_ntop} does. */
final class AddressText {
    private AddressText() {}

    static void append(StringBuilder out, int family, long high, long low) {
        if (family == 4) {
            appendV4(out, low);
        } else {
            appendV6(out, high, low);
        }
    }

    private static void appendV4(StringBuilder out, long address) {
        out.append(address >>> 24 & 0xff)
                .append('.')
                .append(address >>> 16 & 0xff)
                .append('.');
        out.append(address >>> 8 & 0xff).append('.').append(address & 0xff);
    }

    private static void appendV6(StringBuilder out, long high, long low) {
        if (high == 0 && (low >>> 32 == 0xffff || low >>> 32 == 0 && low >>> 16 != 0)) {
            out.append(low >>> 32 == 0 ? "::" : "::ffff:");
            appendV4(out, low & 0xffffffffL);
            return;
        }
        int zerosAt = -1;
        int zeros = 1; // a single zero group is written out
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(high, low, end) == 0) {
                end++;
            }
            if (end - i > zeros) {
                zerosAt = i;
                zeros = end - i;
            }
            i = Math.max(i, end - 1);
        }
        for (int i = 0; i < 8; i++) {
            if (i == zerosAt) {
                out.append("::");
                i += zeros - 1;
            } else {
                if (i > 0 && i != zerosAt + zeros) {
                    out.append(':');
                }
                out.append(Integer.toHexString(group(high, low, i)));
            }
        }
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> 48 - 16 * (index & 3)) & 0xffff;
    }
}
