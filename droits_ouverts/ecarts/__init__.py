"""What a decision really brings: the household computed again with the amount that was decided, and what it reduces elsewhere."""
