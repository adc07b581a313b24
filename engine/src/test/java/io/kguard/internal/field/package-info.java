// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.internal.field;

import org.jspecify.annotations.NullMarked;
