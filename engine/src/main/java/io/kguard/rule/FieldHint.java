// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.message.Wording;
import org.jspecify.annotations.Nullable;

/** Hints about a field that the events of a rule's source don't have. */
final class FieldHint {
    /** How the fields of the plugin k8smeta begin. */
    private static final String K8SMETA = "k8smeta.";

    private FieldHint() {}

    /**
     * A hint about the rule's source or the version of Falco, if that is what is wrong with a field.
     *
     * @param name the field as written; empty if unknown
     * @return the hint, or null if the rule has the source {@code syscall} and no other source or version has the field
     */
    static @Nullable public String otherSource(String name, FieldException e, FieldCatalogue catalogue) {
        if (e.reason() != FieldException.Reason.NONEXISTENT || name.isEmpty()) {
            return null;
        }
        for (EventSource other : catalogue.sources().all()) {
            if (!other.equals(catalogue.source()) && isField(name, of(other, catalogue, catalogue.version()))) {
                return "the rule's source is " + catalogue.source() + ", whose events don't have " + name
                        + "; those of the source " + other + " do";
            }
        }
        String newer = newerVersion(name, catalogue);
        if (newer != null) {
            return newer;
        }
        String meant = e.suggestion();
        return catalogue.source().equals(EventSource.SYSCALL)
                ? null
                : "events of the source " + catalogue.source() + " don't have the field " + name
                        + (meant == null ? "" : "; did you mean " + meant + "?");
    }

    /** A hint about a field of a plugin that kguard has for newer versions of Falco only; null if it is none. */
    private static @Nullable String newerVersion(String name, FieldCatalogue catalogue) {
        if (!name.startsWith(K8SMETA)) {
            return null;
        }
        for (FalcoVersion version : FalcoVersion.values()) {
            if (version.atLeast(catalogue.version()) && isField(name, of(catalogue.source(), catalogue, version))) {
                return name + " is a field of the plugin k8smeta, which kguard has for Falco " + version.number()
                        + " and newer: set " + Wording.option("falco");
            }
        }
        return null;
    }

    /** Whether it is about a field or an event type that Falco does not know. */
    public static boolean isUnknownName(FieldException e) {
        return e.reason() == FieldException.Reason.NONEXISTENT
                || e.reason() == FieldException.Reason.UNKNOWN_EVENT_TYPE;
    }

    /** What to do about a field that lacks its argument, or null if it does not. */
    static @Nullable public String forArgument(FieldException e) {
        if (e.reason() != FieldException.Reason.NO_ARGUMENT) {
            return null;
        }
        String field = e.field();
        return "the field needs an argument: " + field + "[...]"
                + (field.equals("evt.arg") || field.equals("evt.rawarg")
                        ? ", or " + field + ".NAME; the arguments of a program are proc.args"
                        : "");
    }

    private static FieldCatalogue of(EventSource source, FieldCatalogue known, FalcoVersion version) {
        return FieldCatalogue.of(known.sources(), source, version);
    }

    private static boolean isField(String name, FieldCatalogue catalogue) {
        try {
            catalogue.resolve(name);
            return true;
        } catch (FieldException e) {
            return e.reason() != FieldException.Reason.NONEXISTENT;
        }
    }
}
