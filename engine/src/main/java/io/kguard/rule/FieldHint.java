package io.kguard.rule;

import io.kguard.event.EventSource;
import io.kguard.field.FieldCatalogue;
import io.kguard.field.FieldException;
import org.jspecify.annotations.Nullable;

/** What to say of a field that the events of a rule's source don't have. */
final class FieldHint {
    private FieldHint() {}

    /**
     * Names the source of the rule, if that is what is wrong with a field.
     *
     * @param name the field as it was written; empty if it is not known
     * @return null if the rule is of source {@code syscall} and no other source has the field either
     */
    static @Nullable String otherSource(String name, FieldException e, FieldCatalogue catalogue) {
        if (e.reason() != FieldException.Reason.NONEXISTENT || name.isEmpty()) {
            return null;
        }
        for (EventSource other : EventSource.values()) {
            if (other != catalogue.source() && isField(name, FieldCatalogue.of(other, catalogue.version()))) {
                return "events of the source " + catalogue.source() + ", which is the rule's, don't have " + name
                        + "; those of the source " + other + " do";
            }
        }
        String meant = e.suggestion();
        return catalogue.source() == EventSource.SYSCALL
                ? null
                : "events of the source " + catalogue.source() + " don't have the field " + name
                        + (meant == null ? "" : "; did you mean " + meant + "?");
    }

    /** What to do about a message of Falco's that says little; null if it says enough. */
    static @Nullable String forMessage(String message) {
        String lacks = "filter syntax error: ";
        if (message.startsWith(lacks)) {
            String field = message.substring(lacks.length());
            return "the field needs an argument: " + field + "[...]"
                    + (field.equals("evt.arg") || field.equals("evt.rawarg") ? ", or " + field + ".NAME" : "");
        }
        if (message.startsWith("wrong parameter type")) {
            return "Falco can't compare the raw value of this parameter; evt.arg.NAME is its text";
        }
        return null;
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
