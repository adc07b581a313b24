// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each field with each operator and each kind of value decides as in Falco's library, in a condition of its own.
 *
 * <p>{@code -Dtests.each=1 -Dkguard.captures=...} for a long run. Another library than Debian's: {@code reference.cpp} compiled with
 * it is {@code -Dkguard.reference=PROGRAM}, and {@code -Dkguard.reference.falco=0.45} its Falco. A script as the program
 * may name a plugin; fields that the library does not know are left out. {@code -Dkguard.fields=REGEX} chooses fields.
 */
@Execution(CONCURRENT)
@RequiresShared
@RequiresReference
class ConditionMatrixTest {
    private static final int EVALUATED_AT_ONCE = 4000;
    private static final String NO_FIELD = "expected filter_check called with nonexistent field ";

    static Stream<Path> captures() {
        return Stream.of(System.getProperty("kguard.captures", "links_sensitive,k8s_api,host_nc2")
                        .split(",", -1))
                .map(name ->
                        name.startsWith("/") ? Path.of(name) : Shared.path("conformance/captures/" + name + ".scap"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyConditionDecidesAsInFalcosLibrary(Path capture) throws Exception {
        List<String> conditions = Share.of(new ConditionMatrix(Sample.of(capture, new Random(42))).conditions());
        List<String> differences = new ArrayList<>();
        int deciding = 0;
        for (int from = 0; from < conditions.size(); from += EVALUATED_AT_ONCE) {
            List<String> some = conditions.subList(from, Math.min(conditions.size(), from + EVALUATED_AT_ONCE));
            Evaluated expected = Reference.run(capture, some, List.of());
            Kguard.run(capture, some, List.of()).differences(expected, some, List.of()).stream()
                    .filter(difference -> !Reference.isGiven() || !difference.contains(NO_FIELD))
                    .forEach(differences::add);
            deciding += deciding(expected, some.size());
        }
        System.out.println(capture.getFileName() + ": " + conditions.size() + " conditions, of which " + deciding
                + " fire on some events and not on others");
        assertThat(differences).isEmpty();
        assertThat(deciding).isGreaterThan(conditions.size() / 10);
    }

    private static int deciding(Evaluated expected, int conditions) {
        int count = 0;
        for (int i = 0; i < conditions; i++) {
            int fires = expected.matches(i).size();
            count += fires > 0 && fires < expected.rows().size() ? 1 : 0;
        }
        return count;
    }
}
