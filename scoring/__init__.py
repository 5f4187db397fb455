"""The rules of Express Entry: facts and a day in; points, requirements and reasons out."""
