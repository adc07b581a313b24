// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventTable;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import io.kguard.internal.sensor.SensorStats.LossCause;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void cAndJavaAgreeOnSizesAndOffsets() {
        NativeLibraries.load();
        assertThat(Bpf.layout())
                .containsExactly(
                        Layout.RECORD_HEADER,
                        Layout.RECORD_SIMULATION,
                        Layout.RECORD_CPU,
                        Layout.RECORD_FLAGS,
                        io.kguard.event.Event.HEADER_SIZE,
                        Layout.SHIFTED_IDS,
                        Layout.OWN_IDS,
                        Layout.HIGH_IDS,
                        Layout.SIMULATION,
                        Layout.SIMULATION_LOSSES,
                        Layout.SIMULATION_LOST_CODES,
                        Layout.SIMULATION_SELECTED_CODES,
                        Layout.SIMULATION_DATA_CODES,
                        Layout.MAX_SIMULATIONS,
                        EventTable.SIZE,
                        Layout.CALL,
                        Layout.CALL_ENTER_CODE,
                        Layout.CALL_SC,
                        Layout.CALL_FAMILY,
                        Layout.CALL_PARAMS,
                        Layout.CALL_ENTER_PARAMS,
                        Layout.CALL_FLAGS,
                        Layout.CALL_WATCH,
                        Layout.CALL_BASE,
                        Layout.CALL_TAKEN,
                        Layout.MAX_CALLS,
                        Layout.SETTINGS_BOOT_TIME,
                        Layout.SETTINGS_WAKE_BYTES,
                        Layout.SETTINGS_SNAP_LENGTH,
                        Layout.SETTINGS_KEY,
                        Layout.SETTINGS_CALLS,
                        Layout.SETTINGS_CALLS_32BIT,
                        Layout.SETTINGS_SOCKET_CALLS,
                        Layout.CALL_DIFFERS,
                        Layout.SETTINGS,
                        Family.values().length,
                        Layout.LOSS_CAUSES,
                        Layout.BLIND,
                        Layout.BLIND_DETAIL,
                        Layout.BLIND_PID,
                        Layout.BLIND_TARGET,
                        Layout.BLIND_COMM,
                        Layout.BLIND_TARGET_COMM,
                        Layout.BLIND_TEXT,
                        Layout.RECEIVED_FD,
                        Layout.RECEIVED_INODE,
                        Layout.RECEIVED_ADDRESS,
                        Layout.RECEIVED_MODE,
                        Layout.RECEIVED_DEVICE,
                        Layout.RECEIVED_FLAGS,
                        Layout.RECEIVED_LENGTH,
                        Layout.RECEIVED_PATH,
                        BlindSpot.Cause.values().length);
    }

    /** That each code of an event has its bit the compiler of {@code record.h} sees. */
    @Test
    void theKernelCountsEveryCause() {
        assertThat(LossCause.values()).hasSizeLessThanOrEqualTo(Layout.LOSS_CAUSES);
    }
}
