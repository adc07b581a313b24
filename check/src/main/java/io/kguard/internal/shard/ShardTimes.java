// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long simulations took in an earlier run.
 *
 * @param millis by the ids of scenarios and the names of rule tests
 */
public record ShardTimes(Map<String, Long> millis) {
    /** Nothing is known. */
    public static final ShardTimes NONE = new ShardTimes(Map.of());

    public ShardTimes {
        millis = Map.copyOf(millis);
    }

    /**
     * Reads them from a {@code results.json}.
     *
     * @throws IOException if it is none or can't be read
     */
    public static ShardTimes read(Path results) throws IOException {
        JsonNode root;
        try (var in = Files.newInputStream(FileToRead.of(results))) {
            root = JsonMapper.shared().readTree(in);
        } catch (JacksonException e) {
            throw new IOException(
                    results + " is no results.json of " + Wording.goal("verify") + ": " + e.getOriginalMessage(), e);
        }
        Map<String, Long> millis = new HashMap<>();
        for (JsonNode check : root.path("checks")) {
            String test = check.path("test").asString("");
            String name = test.isEmpty() ? check.path("scenario").asString("") : test;
            millis.merge(name, check.path("millis").asLong(0), Math::max);
        }
        if (millis.isEmpty()) {
            throw new IOException(results + " is no results.json of " + Wording.goal("verify") + ", or has no check ("
                    + Wording.option("shardTimes") + ")");
        }
        return new ShardTimes(millis);
    }

    /** What to expect of a simulation that was not there: the median of the others. */
    long median() {
        List<Long> sorted = millis.values().stream().sorted().toList();
        return sorted.isEmpty() ? 1 : sorted.get(sorted.size() / 2);
    }

    long of(String name) {
        return millis.getOrDefault(name, median());
    }
}
