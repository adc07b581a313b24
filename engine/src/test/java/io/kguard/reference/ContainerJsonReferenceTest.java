// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.ScapWriter;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.machine.Container;
import io.kguard.requirement.RequiresShared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual but valid JSON of containers is read as Falco's library reads it. */
@RequiresShared
@RequiresReference
class ContainerJsonReferenceTest {
    private static final long TIME = 1_700_000_000_000_000_000L;
    private static final List<String> FORMATS =
            List.of("*%container.id", "*%container.name", "*%container.type", "*%container.privileged");

    @TempDir
    Path folder;

    @Test
    void whatFalcoTakesIsTakenTheSame() throws Exception {
        Path capture = capture(
                "\"name\":\"a\u0001b\\n\"",
                "\"name\":\"\\ud83d\\ude00 \\u00e9\"",
                "\"name\":\"one\",\"name\":\"two\"",
                "\"type\":07",
                "\"x\":[1.,-00.5,1e5,1e999,123456789012345678901234567890]",
                "\"x\":" + "[".repeat(290) + "]".repeat(290),
                "\"name\":\"x\",\"privileged\":true");
        Evaluated expected = Reference.run(capture, List.of(), FORMATS);
        Evaluated actual = Kguard.run(capture, List.of(), FORMATS);
        assertThat(actual.rows()).hasSize(8);
        assertThat(actual.differences(expected, List.of(), FORMATS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\"\\q\"",
                "\"x\":+1",
                "\"x\":.5",
                "\"x\":--1",
                "\"x\":NaN",
                "\"x\":1,",
                "name:1",
                "\"name\":\"x"
            })
    void whatFalcoRefusesIsRefused(String members) throws Exception {
        assertThat(Reference.run(capture(members), List.of(), FORMATS).failure())
                .contains("Invalid JSON");
        assertThatThrownBy(() -> Container.parse(json(0, members))).isInstanceOf(IllegalArgumentException.class);
    }

    /** An event without a container, so that the library delivers the following ones, then one event per container. */
    private Path capture(String... containers) throws IOException {
        Path file = folder.resolve("containers.scap");
        EventWriter event = new EventWriter(FalcoVersion.V0_40);
        try (ScapWriter writer = ScapWriter.create(file)) {
            writer.write(event.begin(EventCodes.CLOSE_E, TIME, 1).number(3).end(), 0, false);
            for (int i = 0; i < containers.length; i++) {
                byte[] json = (json(i, containers[i]) + '\0').getBytes(ISO_8859_1);
                ByteBuffer bytes = event.begin(EventCodes.CONTAINER_E, TIME + i, 1)
                        .bytes(json)
                        .end();
                writer.write(bytes, 0, false);
            }
        }
        return file;
    }

    private static String json(int number, String members) {
        return "{\"container\":{\"id\":\"abababababa" + number + "\",\"type\":0," + members + "}}";
    }
}
