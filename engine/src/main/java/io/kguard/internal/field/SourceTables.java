// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.TableReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sources of a run with those of its user. */
public final class SourceTables {
    private SourceTables() {}

    /**
     * The built-in sources, and those that tables describe.
     *
     * @param files the tables, in YAML
     * @throws io.kguard.internal.source.TableReader.SourceTableException if a table has a mistake
     * @throws IOException if a file does not exist or can't be read
     */
    public static EventSources read(List<Path> files) throws IOException {
        return TableReader.read(files, EventSources.BUILT_IN, SourceTables::owner);
    }

    /** The built-in sources, and the one that a text describes. */
    public static EventSources parse(String file, String text) {
        return TableReader.parse(file, text, EventSources.BUILT_IN, SourceTables::owner);
    }

    /** The built-in source whose events have a field, in any version of Falco; null if none have. */
    private static @Nullable String owner(String field) {
        for (EventSource source : EventSources.BUILT_IN.all()) {
            for (FalcoVersion version : FalcoVersion.values()) {
                if (FieldCatalogue.of(EventSources.BUILT_IN, source, version).definition(field) != null) {
                    return source.label();
                }
            }
        }
        return null;
    }
}
