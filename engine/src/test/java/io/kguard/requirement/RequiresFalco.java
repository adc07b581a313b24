// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Needs a program {@code falco} in the search path. No package of Debian has one. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("falco")
@ExtendWith(FalcoCondition.class)
public @interface RequiresFalco {}
