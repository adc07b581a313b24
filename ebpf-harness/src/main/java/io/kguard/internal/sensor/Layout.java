// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

/** Sizes and offsets that the BPF programs and Java share: {@code src/main/bpf/lib/record.h}. */
final class Layout {
    public static final int RECORD_HEADER = 8;
    public static final int RECORD_SIMULATION = 0;
    public static final int RECORD_CPU = 4;
    public static final int RECORD_FLAGS = 6;
    public static final int STATE_ONLY = 1;
    public static final int BARRIER = 2;
    public static final int BLIND_SPOT = 4;
    public static final int RECEIVED = 8;
    public static final int FOLDER = 16;

    public static final int SHIFTED_IDS = 1 << 30;
    public static final int OWN_IDS = 1 << 20;
    public static final int HIGH_IDS = 1 << 31;

    public static final int SIMULATION = 264;
    public static final int SIMULATION_LOSSES = 8;
    public static final int SIMULATION_LOST_CODES = 72;
    public static final int SIMULATION_SELECTED_CODES = 136;
    public static final int SIMULATION_DATA_CODES = 200;
    public static final int MAX_SIMULATIONS = 1024;

    public static final int CALL = 16;
    public static final int CALL_ENTER_CODE = 2;
    public static final int CALL_SC = 4;
    public static final int CALL_FAMILY = 6;
    public static final int CALL_PARAMS = 7;
    public static final int CALL_ENTER_PARAMS = 8;
    public static final int CALL_FLAGS = 9;
    public static final int CALL_WATCH = 10;
    public static final int CALL_BASE = 11;
    public static final int CALL_TAKEN = 12;
    public static final byte CALL_FLAG_ZERO_ELSEWHERE = 1;
    public static final int MAX_CALLS = 512;
    public static final int SOCKET_CALLS = 32;
    public static final int CALL_DIFFERS = 0x8000;
    public static final int ENTER_NONE = 0xffff;

    public static final int SETTINGS_BOOT_TIME = 0;
    public static final int SETTINGS_WAKE_BYTES = 8;
    public static final int SETTINGS_SNAP_LENGTH = 12;
    public static final int SETTINGS_KEY = 16;
    public static final int SETTINGS_CALLS = 32;
    public static final int SETTINGS_CALLS_32BIT = SETTINGS_CALLS + MAX_CALLS * CALL;
    public static final int SETTINGS_SOCKET_CALLS = SETTINGS_CALLS_32BIT + MAX_CALLS * Short.BYTES;
    public static final int SETTINGS = SETTINGS_SOCKET_CALLS + SOCKET_CALLS * Short.BYTES;

    public static final int LOSS_CAUSES = 8;

    public static final int BLIND = 172;
    public static final int BLIND_DETAIL = 2;
    public static final int BLIND_PID = 4;
    public static final int BLIND_TARGET = 8;
    public static final int BLIND_COMM = 12;
    public static final int BLIND_TARGET_COMM = 28;
    public static final int BLIND_TEXT = 44;

    public static final int RECEIVED_FD = 8;
    public static final int RECEIVED_INODE = 16;
    public static final int RECEIVED_ADDRESS = 24;
    public static final int RECEIVED_MODE = 32;
    public static final int RECEIVED_DEVICE = 36;
    public static final int RECEIVED_FLAGS = 40;
    public static final int RECEIVED_LENGTH = 44;
    public static final int RECEIVED_PATH = 48;

    private Layout() {}
}
