// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The small languages within suite files. */
class FormatPartsTest {
    @Test
    void blanksSeparateArgumentsAndQuotesKeepThem() {
        assertThat(ArgumentLine.split("-e  /bin/sh")).contains(List.of("-e", "/bin/sh"));
        assertThat(ArgumentLine.split("\"a b\" c'd e'f ''")).contains(List.of("a b", "cd ef", ""));
        assertThat(ArgumentLine.split("  ")).contains(List.of());
        assertThat(ArgumentLine.split("\"a b")).isEmpty();
    }

    @Test
    void numbersAreReadAsYamlReadsThem() {
        assertThat(NamedNumbers.MODES.parse("0644")).contains(0644L);
        assertThat(NamedNumbers.MODES.parse("0o644")).contains(0644L);
        assertThat(NamedNumbers.MODES.parse("0x1F")).contains(31L);
        assertThat(NamedNumbers.MODES.parse("-1")).contains(-1L);
        assertThat(NamedNumbers.MODES.parse("0")).contains(0L);
        assertThat(NamedNumbers.MODES.parse("089")).isEmpty();
        assertThat(NamedNumbers.OPEN_FLAGS.parse("O_RDWR | O_CREAT")).contains(0x42L);
        assertThat(NamedNumbers.OPEN_FLAGS.parse("O_RDWR|O_NONSENSE")).isEmpty();
        assertThat(NamedNumbers.OPEN_FLAGS.unknown("O_RDWR|O_NONSENSE")).isEqualTo("O_NONSENSE");
    }

    @Test
    void capabilitiesAreReadAsLibcapReadsThem() {
        assertThat(FileCapabilities.parse("all=iep")).contains(FileCapabilities.ALL);
        assertThat(FileCapabilities.parse("=ep cap_chown-e"))
                .contains(new FileCapabilities(
                        FileCapabilities.ALL.permitted(), 0, FileCapabilities.ALL.permitted() - 1));
        assertThat(FileCapabilities.parse("cap_net_admin,CAP_NET_RAW+ep"))
                .contains(new FileCapabilities(0x3000, 0, 0x3000));
        for (String wrong :
                List.of("", "cap_net_admin", "+ep", "cap_flying=ep", "net_raw+ep", "all=x", "all,cap_chown=p")) {
            assertThat(FileCapabilities.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void addressesAreThoseOfTheKernel() {
        assertThat(digits("203.0.113.10:80")).contains("02000050cb00710a0000000000000000");
        assertThat(digits("[::ffff:1.2.3.4]:80")).contains("0a0000500000000000000000000000000000ffff0102030400000000");
        assertThat(digits("unix:///a")).contains("01002f6100");
        for (String wrong : List.of(
                "localhost:80",
                "1.2.3.4",
                "1.2.3.400:1",
                "1.2.3.4:0",
                "1.2.3.4:65536",
                "[1.2.3.4]:1",
                "[::g]:1",
                "unix://")) {
            assertThat(digits(wrong)).as(wrong).isEmpty();
        }
    }

    private static Optional<String> digits(String text) {
        return EndpointAddress.parse(text).map(EndpointAddress::digits);
    }
}
