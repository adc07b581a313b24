// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DamagedCaptureTest {
    private static final StateSink NOBODY = new StateSink() {
        @Override
        public void reset() {}

        @Override
        public void entry(StateEntry entry) {}
    };

    private int events;

    @Test
    void aTruncatedCaptureGivesTheEventsBeforeTheCut() throws IOException {
        byte[] whole = Sample.capture(3);
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 10)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("damaged.scap, byte " + lastBlock(whole))
                .hasMessageContaining("Is the file truncated?");
        assertThat(events).isEqualTo(5);
    }

    @Test
    void aTruncatedCompressedCaptureSaysSo() throws IOException {
        byte[] whole = gzip(Sample.capture(200));
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 12)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("the compressed data end too early");
        assertThat(events).isPositive();
    }

    @Test
    void aWrongChecksumIsFound() throws IOException {
        byte[] whole = gzip(Sample.capture(200));
        whole[whole.length - 6] ^= 1;
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("checksum");
        assertThat(events).isEqualTo(203);
    }

    @Test
    void theTwoLengthsOfABlockMustAgree() throws IOException {
        byte[] whole = Sample.capture(1);
        whole[whole.length - 4] ^= 4;
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("wrong block total length");
        assertThat(events).isEqualTo(3);
    }

    @Test
    void aHugeLengthCostsNoMemory() throws IOException {
        byte[] whole = Sample.capture(1);
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(lastBlock(whole) + 4, 0x7ffffff0);
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("a block of 2147483632 bytes");
        assertThat(events).isEqualTo(3);
    }

    @Test
    void theLengthsOfParametersMustFitTheEvent() throws IOException {
        byte[] whole = Sample.capture(1);
        int event = lastBlock(whole) + 10;
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putShort(event + 26, (short) 9999);
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("parameter 0 of");
    }

    @Test
    void whatIsNoCaptureIsNotRead() {
        assertThatThrownBy(() -> read("#!/bin/sh\necho no capture\n".getBytes(US_ASCII)))
                .isInstanceOf(CaptureException.class)
                .hasMessage("damaged.scap, byte 0: this is no capture: it does not begin with a section header");
        assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(CaptureException.class);
    }

    @Test
    void aCaptureWithoutEventsIsAnError() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ScapWriter.to(bytes).close();
        assertThatThrownBy(() -> read(bytes.toByteArray()))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("the capture has no events");
    }

    private void read(byte[] capture) throws IOException {
        events = 0;
        Event event = new Event(FalcoVersion.V0_40);
        try (ScapReader reader =
                ScapReader.open(new ByteArrayInputStream(capture), "damaged.scap", FalcoVersion.V0_40, NOBODY)) {
            while (reader.next(event)) {
                events++;
            }
        }
    }

    private static int lastBlock(byte[] capture) {
        return capture.length
                - ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN).getInt(capture.length - 4);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
