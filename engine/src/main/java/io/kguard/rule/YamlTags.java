// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.rule.YamlToken.Kind;

/** Tags. What they say is not looked at; a text with one is never a null. */
final class YamlTags {
    private static final String IN_URI = "#;/?:@&=+$,_.!~*'()[]";
    private static final String IN_TAG = "#;/?:@&=+$_.~*'()";

    private YamlTags() {}

    /** Reads a tag. */
    static YamlToken read(YamlStream in) {
        int start = in.offset();
        in.next();
        if (in.peek() == '<') {
            verbatim(in);
        } else if (handle(in) && in.peek() == '!') {
            in.next();
            if (characters(in, IN_TAG) == 0) {
                throw new YamlException(in.offset(), "tag handle with no suffix");
            }
        }
        return YamlToken.of(Kind.TAG, start);
    }

    private static void verbatim(YamlStream in) {
        in.next();
        characters(in, IN_URI);
        if (in.peek() != '>') {
            throw new YamlException(in.offset(), "end of verbatim tag not found");
        }
        in.next();
    }

    /** Reads the first part of a tag. Returns whether it may be what {@code %TAG} defines. */
    private static boolean handle(YamlStream in) {
        while (isWord(in.peek())) {
            in.next();
        }
        if (!in.hasMore() || in.peek() == '!') {
            return true;
        }
        int firstOther = in.offset();
        characters(in, IN_TAG);
        if (in.peek() == '!') {
            throw new YamlException(firstOther, "illegal character found while scanning tag handle");
        }
        return false;
    }

    private static int characters(YamlStream in, String others) {
        int start = in.offset();
        while (true) {
            char c = in.peek();
            if (c == '%' && isHex(in.peek(1)) && isHex(in.peek(2))) {
                in.skip(3);
            } else if (isWord(c) || others.indexOf(c) >= 0) {
                in.next();
            } else {
                return in.offset() - start;
            }
        }
    }

    private static boolean isWord(char c) {
        return c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }
}
