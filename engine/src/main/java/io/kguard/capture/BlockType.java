// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import org.jspecify.annotations.Nullable;

/** The kinds of blocks in a capture. */
enum BlockType {
    SECTION("section header"),
    MACHINE("machine description"),
    PROCESSES("process list"),
    FDS("descriptor list"),
    INTERFACES("interface list"),
    USERS("user list"),
    /** An event in an old capture, without its number of parameters. */
    EVENT_V1("event"),
    EVENT("event"),
    EVENT_FLAGS_V1("event"),
    EVENT_FLAGS("event");

    static final int SECTION_CODE = 0x0A0D0D0A;

    private final String label;

    BlockType(String label) {
        this.label = label;
    }

    /** The kind of block with a code, or null if unknown. */
    static @Nullable BlockType of(int code) {
        return switch (code) {
            case SECTION_CODE -> SECTION;
            case 0x201, 0x8002ABCD -> MACHINE;
            case 0x202, 0x8000ABCD, 0x207, 0x8013ABCD, 0x209, 0x8014ABCD -> PROCESSES;
            case 0x210, 0x211, 0x212, 0x213, 0x214, 0x215 -> PROCESSES;
            case 0x203, 0x8001ABCD, 0x218 -> FDS;
            case 0x205, 0x8011ABCD, 0x219 -> INTERFACES;
            case 0x206, 0x8012ABCD, 0x220 -> USERS;
            case 0x204, 0x8010ABCD -> EVENT_V1;
            case 0x216, 0x221 -> EVENT;
            case 0x208 -> EVENT_FLAGS_V1;
            case 0x217, 0x222 -> EVENT_FLAGS;
            default -> null;
        };
    }

    boolean isEvent() {
        return ordinal() >= EVENT_V1.ordinal();
    }

    boolean hasFlags() {
        return this == EVENT_FLAGS_V1 || this == EVENT_FLAGS;
    }

    boolean isV1() {
        return this == EVENT_V1 || this == EVENT_FLAGS_V1;
    }

    String label() {
        return label;
    }
}
