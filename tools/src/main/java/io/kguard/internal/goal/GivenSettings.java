// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the caller gave, and beside it what kguard.yaml has.
 *
 * @param caller what the caller gave, by the names of the parameters
 * @param file the name of the file; empty if there is none
 * @param taken what the file has and the caller did not give
 */
record GivenSettings(Map<String, List<String>> caller, String file, Map<String, SettingsFile.Written> taken) {
    /**
     * Reads the file, if there is one.
     *
     * @throws IllegalArgumentException if something is wrong with it
     * @throws IOException if it can't be read
     */
    static GivenSettings of(Goal goal, Workplace place, Map<String, List<String>> caller) throws IOException {
        Optional<Path> file = SettingsFile.find(place, caller.getOrDefault(Goal.SETTINGS.name(), List.of()));
        if (file.isEmpty()) {
            return new GivenSettings(caller, "", Map.of());
        }
        Map<String, SettingsFile.Written> taken = new LinkedHashMap<>(SettingsFile.read(file.get(), goal));
        taken.keySet().removeAll(caller.keySet());
        return new GivenSettings(caller, file.get().toString(), taken);
    }

    /** All values, by the names of the parameters. */
    Map<String, List<String>> values() {
        Map<String, List<String>> values = new HashMap<>(caller);
        taken.forEach((name, written) -> values.put(name, written.texts()));
        return values;
    }

    /** Says what the file decides. */
    void sayTo(Workplace place) {
        if (!taken.isEmpty()) {
            place.sayBeside("Options of " + file + ": " + String.join(", ", taken.keySet()));
        }
    }

    /** How a goal ends whose settings are wrong. A mistake in the file is none of the command line. */
    Ending wrong(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        if (taken.isEmpty() || caller.keySet().stream().anyMatch(name -> names(message, name))) {
            return Ending.of(Ending.Kind.WRONG_USE, e);
        }
        String at = taken.entrySet().stream()
                .filter(option -> names(message, option.getKey()))
                .map(option -> option.getValue().at())
                .findFirst()
                .orElse(file);
        return new Ending(Ending.Kind.NOT_JUDGED, at + ": " + message, e);
    }

    private static boolean names(String message, String name) {
        return Pattern.compile(Pattern.quote(Wording.option(name)) + "(?![\\w-])")
                .matcher(message)
                .find();
    }
}
