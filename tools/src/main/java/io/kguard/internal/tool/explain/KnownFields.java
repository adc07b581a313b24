// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.source.EventSources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of all sources.
 *
 * @param version the Falco whose fields come first; those that only others have are known, too
 */
record KnownFields(EventSources sources, FalcoVersion version) {
    /**
     * A field that somebody named.
     *
     * @param argument the argument that was named, or null
     * @param catalogues of each source that has it in the version where it was found
     */
    record Named(FieldDefinition definition, @Nullable String argument, List<FieldCatalogue> catalogues) {}

    /** The names of all fields. */
    List<String> names() {
        return names(FalcoVersion.values());
    }

    /** The names of the fields of the version. */
    List<String> current() {
        return names(version);
    }

    private List<String> names(FalcoVersion... versions) {
        TreeSet<String> names = new TreeSet<>();
        for (FalcoVersion one : versions) {
            for (FieldCatalogue catalogue : catalogues(one)) {
                catalogue.definitions().stream().map(FieldDefinition::name).forEach(names::add);
            }
        }
        return List.copyOf(names);
    }

    /** The field of a name as rules and outputs have it: {@code %proc.aname[2]}, {@code evt.arg.flags}. */
    Optional<Named> find(String written) {
        String name = written.replaceFirst("^%", "");
        List<FalcoVersion> versions = new ArrayList<>(Arrays.asList(FalcoVersion.values()));
        Collections.reverse(versions);
        versions.remove(version);
        versions.add(0, version);
        return versions.stream().flatMap(one -> find(name, one).stream()).findFirst();
    }

    private Optional<Named> find(String name, FalcoVersion in) {
        Named found = null;
        List<FieldCatalogue> having = new ArrayList<>();
        for (FieldCatalogue catalogue : catalogues(in)) {
            for (FieldDefinition definition : catalogue.definitions()) {
                Named named = named(definition, name);
                if (named != null && (found == null || sameName(found, definition))) {
                    found = found == null ? named : found;
                    having.add(catalogue);
                    break;
                }
            }
        }
        return found == null ? Optional.empty() : Optional.of(new Named(found.definition, found.argument, having));
    }

    private static boolean sameName(Named found, FieldDefinition other) {
        return found.definition.name().equals(other.name());
    }

    private static @Nullable Named named(FieldDefinition definition, String name) {
        String field = definition.name();
        if (!name.regionMatches(true, 0, field, 0, field.length())) {
            return null;
        }
        String rest = name.substring(field.length());
        if (rest.isEmpty()) {
            return new Named(definition, null, List.of());
        } else if (definition.argument().allowed() && rest.startsWith("[") && rest.endsWith("]")) {
            return new Named(definition, rest.substring(1, rest.length() - 1), List.of());
        }
        return definition.argument().suffix() && rest.length() > 1 && rest.startsWith(".")
                ? new Named(definition, rest.substring(1), List.of())
                : null;
    }

    private List<FieldCatalogue> catalogues(FalcoVersion of) {
        List<FieldCatalogue> catalogues = new ArrayList<>();
        for (EventSource source : sources.all()) {
            catalogues.add(FieldCatalogue.of(sources, source, of));
        }
        return catalogues;
    }
}
