package io.kguard.rule;

import org.jspecify.annotations.Nullable;

/**
 * A plugin that rule files may require.
 *
 * @param name its name, such as {@code k8saudit}
 * @param version its version
 * @param source the source of the events it brings, such as {@code k8s_audit}; null if it only brings fields
 */
public record Plugin(
        String name, EngineVersion version, @Nullable String source) {}
