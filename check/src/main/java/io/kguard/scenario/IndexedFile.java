// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A scenario file of a jar as the jar's index has it. Whoever asks for other scenarios need not read the file.
 *
 * @param path its path in the jar
 * @param crc the sum of its bytes, as a jar has it
 * @param size the number of its bytes
 * @param scenarios its scenarios
 */
@API(status = API.Status.INTERNAL)
public record IndexedFile(String path, long crc, long size, List<IndexedScenario> scenarios) {
    public IndexedFile {
        scenarios = List.copyOf(scenarios);
    }

    /** Whether it has a scenario with this id. */
    boolean has(String id) {
        return scenarios.stream().anyMatch(scenario -> scenario.id().equals(id));
    }
}
