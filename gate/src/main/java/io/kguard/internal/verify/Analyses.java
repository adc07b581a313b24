// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The analyses that are registered, in the order of their registration. */
public final class Analyses {
    private static final List<Analysis> ALL =
            ServiceLoader.load(Analysis.class, Analysis.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Analyses() {}

    /** The parameters of all. */
    public static List<GoalParameter> parameters() {
        return ALL.stream().flatMap(analysis -> analysis.parameters().stream()).toList();
    }

    /** What a user asks for. */
    public static List<Analysis> asked(Settings settings) throws IOException {
        List<Analysis> asked = new ArrayList<>();
        for (Analysis analysis : ALL) {
            analysis.asked(settings).ifPresent(asked::add);
        }
        return asked;
    }

    /** Those that nobody asks for: they are always made. */
    public static List<Analysis> always() {
        return ALL.stream().filter(analysis -> analysis.parameters().isEmpty()).toList();
    }

    /** The one with a name. */
    public static Optional<Analysis> named(String name) {
        return ALL.stream().filter(analysis -> analysis.name().equals(name)).findFirst();
    }

    /** The names of the files of all. */
    static List<String> files() {
        return ALL.stream().flatMap(analysis -> analysis.files().stream()).toList();
    }
}
