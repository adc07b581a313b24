// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In any sequence of socket calls with any lost events, the state is the same as in Falco's library. */
@RequiresShared
@RequiresReference
class SocketReferenceTest {
    private static final List<String> FORMATS = Stream.of(
                    "evt.args fd.num fd.type fd.typechar fd.name fd.l4proto fd.cip fd.sip fd.cport fd.sport",
                    "fd.lip fd.rip fd.lport fd.rport fd.cproto fd.sproto fd.is_server fd.connected fd.name_changed",
                    "proc.fdopencount evt.latency")
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(name -> "*%" + name)
            .toList();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everySocketLooksAsInFalcosLibrary(long seed) throws Exception {
        Path capture = folder.resolve("sockets.scap");
        new SocketGenerator(new Random(seed)).write(capture, 3000);
        Evaluated expected = Reference.run(capture, List.of(), FORMATS);
        Evaluated actual = Kguard.run(capture, List.of(), FORMATS);
        assertThat(actual.rows()).hasSizeGreaterThan(4000);
        assertThat(actual.differences(expected, List.of(), FORMATS)).isEmpty();
    }
}
