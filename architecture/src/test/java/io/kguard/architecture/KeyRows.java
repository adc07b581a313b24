// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.yaml.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rows of keys on a page: one for each key of the readers' tables. The order, and what a row says of its key, is the page's. */
final class KeyRows {
    private static final String HEAD = "| key |";
    private static final String REQUIRED = "required";

    private KeyRows() {}

    /** Checks that a section has a row for each key, and says which are required if it has a column for that. */
    static void check(ReferencePage page, Keys keys) {
        assertThat(page.names(keys.section()))
                .as("section \"%s\": -Dkguard.golden=accept writes its missing rows", keys.section())
                .isEqualTo(new TreeSet<>(keys.names()));
        if (page.section(keys.section()).stream().anyMatch(KeyRows::saysDefaults)) {
            page.rows(keys.section())
                    .forEach(row -> ReferencePage.names(List.of(row.get(0)))
                            .forEach(name -> assertThat(row.get(1).equals(REQUIRED))
                                    .as("%s of section \"%s\" is required", name, keys.section())
                                    .isEqualTo(keys.all().get(name).isRequired())));
        }
    }

    /** A page with a row for each key of a table, and without those of other keys. */
    static List<String> accepted(List<String> page, Map<String, Keys> table) {
        List<String> lines = new ArrayList<>(page);
        for (Keys keys : table.values()) {
            if (!keys.section().isEmpty()) {
                accept(lines, keys);
            }
        }
        return lines;
    }

    private static void accept(List<String> lines, Keys keys) {
        int at = 0;
        while (!lines.get(at).matches("#+ " + Pattern.quote(keys.section()))) {
            at++;
        }
        while (!lines.get(at).startsWith(HEAD)) {
            at++;
        }
        boolean defaults = saysDefaults(lines.get(at));
        Set<String> missing = new TreeSet<>(keys.names());
        for (at += 2; at < lines.size() && lines.get(at).startsWith("|"); at++) {
            Set<String> names = ReferencePage.names(List.of(lines.get(at).split("\\|", -1)[1]));
            missing.removeAll(names);
            if (names.stream().noneMatch(keys.names()::contains)) {
                lines.remove(at--);
            }
        }
        for (String name : missing) {
            Keys.Key key = keys.all().get(name);
            String need = defaults ? " | " + (key.isRequired() ? REQUIRED : "none") : "";
            lines.add(at++, "| `" + name + "`" + need + " | " + key.about() + " |");
        }
    }

    private static boolean saysDefaults(String line) {
        return line.startsWith(HEAD + " default |");
    }
}
