// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

/** Sizes and offsets that the BPF programs and Java share: {@code src/main/bpf/lib/record.h}. */
final class Layout {
    static final int RECORD_HEADER = 8;
    static final int RECORD_SIMULATION = 0;
    static final int RECORD_CPU = 4;
    static final int RECORD_FLAGS = 6;
    static final int STATE_ONLY = 1;
    static final int BARRIER = 2;
    static final int BLIND_SPOT = 4;

    static final int SHIFTED_IDS = 1 << 30;
    static final int OWN_IDS = 1 << 20;
    static final int HIGH_IDS = 1 << 31;

    static final int SIMULATION = 200;
    static final int SIMULATION_LOSSES = 8;
    static final int SIMULATION_LOST_CODES = 72;
    static final int SIMULATION_SELECTED_CODES = 136;
    static final int MAX_SIMULATIONS = 1024;

    static final int CALL = 16;
    static final int CALL_ENTER_CODE = 2;
    static final int CALL_SC = 4;
    static final int CALL_FAMILY = 6;
    static final int CALL_PARAMS = 7;
    static final int CALL_ENTER_PARAMS = 8;
    static final int CALL_FLAGS = 9;
    static final int CALL_WATCH = 10;
    static final int CALL_BASE = 11;
    static final int CALL_TAKEN = 12;
    static final byte CALL_FLAG_ZERO_ELSEWHERE = 1;
    static final int MAX_CALLS = 512;
    static final int SOCKET_CALLS = 32;
    static final int CALL_DIFFERS = 0x8000;
    static final int ENTER_NONE = 0xffff;

    static final int SETTINGS_BOOT_TIME = 0;
    static final int SETTINGS_WAKE_BYTES = 8;
    static final int SETTINGS_SNAP_LENGTH = 12;
    static final int SETTINGS_KEY = 16;
    static final int SETTINGS_CALLS = 32;
    static final int SETTINGS_CALLS_32BIT = SETTINGS_CALLS + MAX_CALLS * CALL;
    static final int SETTINGS_SOCKET_CALLS = SETTINGS_CALLS_32BIT + MAX_CALLS * Short.BYTES;
    static final int SETTINGS = SETTINGS_SOCKET_CALLS + SOCKET_CALLS * Short.BYTES;

    static final int LOSS_CAUSES = 8;

    static final int BLIND = 172;
    static final int BLIND_DETAIL = 2;
    static final int BLIND_PID = 4;
    static final int BLIND_TARGET = 8;
    static final int BLIND_COMM = 12;
    static final int BLIND_TARGET_COMM = 28;
    static final int BLIND_TEXT = 44;

    private Layout() {}
}
