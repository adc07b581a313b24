// SPDX-License-Identifier: Apache-2.0
/** What is known of each field without an event: name, type, argument. */
@NullMarked
package io.kguard.internal.field.definition;

import org.jspecify.annotations.NullMarked;
