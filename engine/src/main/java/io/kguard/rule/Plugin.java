package io.kguard.rule;

/**
 * A plugin that rule files may require.
 *
 * @param name its name, such as {@code k8saudit}
 * @param version its version
 */
public record Plugin(String name, EngineVersion version) {}
