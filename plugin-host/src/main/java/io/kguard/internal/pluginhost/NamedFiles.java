// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the files and folders that the configuration of a plugin names: only these may it read. */
final class NamedFiles {
    private static final String SCHEME = "file://";
    private static final int MOST = 100;

    private NamedFiles() {}

    /** Those that exist: the text itself, or each string in it if it is JSON. */
    static List<Path> in(String text) {
        List<Path> found = new ArrayList<>();
        add(text, found);
        try {
            strings(JsonValue.parse(new String(text.getBytes(UTF_8), ISO_8859_1)), found);
        } catch (JsonException e) {
            return found; // it is no JSON, so that the text alone can be a file
        }
        return found;
    }

    private static void strings(JsonValue json, List<Path> found) {
        if (json.kind() == JsonValue.Kind.STRING) {
            add(new String(json.text().getBytes(ISO_8859_1), UTF_8), found);
        }
        for (int i = 0; i < json.size(); i++) {
            strings(json.element(i), found);
        }
    }

    private static void add(String text, List<Path> found) {
        String name = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
        try {
            Path path = Path.of(name);
            if (!name.isBlank() && found.size() < MOST && Files.exists(path)) {
                found.add(path);
            }
        } catch (InvalidPathException e) {
            return; // a text that is no path names no file
        }
    }
}
