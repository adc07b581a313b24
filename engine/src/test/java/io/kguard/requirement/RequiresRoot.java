// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Needs root: loads BPF programs, starts containers, creates cgroups. Such classes run in turn, beside those that touch no kernel: what
 * they play is judged by what the machine has time for.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(RootCondition.class)
public @interface RequiresRoot {}
