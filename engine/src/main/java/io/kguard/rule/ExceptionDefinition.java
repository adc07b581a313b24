package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exception while files are read. */
final class ExceptionDefinition {
    final String name;
    final Context context;

    @Nullable
    ExceptionEntry fields;

    @Nullable
    ExceptionEntry comps;

    final List<ExceptionEntry> values = new ArrayList<>();
    /** Whether it has an error that is reported, so that it is not made part of the condition. */
    boolean faulty;

    ExceptionDefinition(String name, Context context) {
        this.name = name;
        this.context = context;
    }
}
