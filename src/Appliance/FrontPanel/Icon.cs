namespace Appliance.FrontPanel;

/// <summary>A small picture drawn by us: <c>#</c> is lit.</summary>
internal sealed class Icon
{
    private readonly string[] _rows;

    private Icon(string picture) => _rows = picture.Split('\n');

    /// <summary>Columns.</summary>
    public int Width => _rows.Max(static row => row.Length);

    /// <summary>Rows.</summary>
    public int Height => _rows.Length;

    /// <summary>True when this pixel is lit.</summary>
    public bool this[int column, int row] => column < _rows[row].Length && _rows[row][column] is '#';

    /// <summary>A globe: the world outside.</summary>
    public static readonly Icon Globe = new(
        """
        .....#####.....
        ...##..#..##...
        ..#...#.#...#..
        .#....#.#....#.
        .#############.
        #....#...#....#
        #....#...#....#
        ###############
        #....#...#....#
        #....#...#....#
        .#############.
        .#....#.#....#.
        ..#...#.#...#..
        ...##..#..##...
        .....#####.....
        """);

    /// <summary>A desk phone.</summary>
    public static readonly Icon Phone = new(
        """
        ..###########..
        .#############.
        ###.........###
        ###.........###
        ###..#####..###
        ....##...##....
        ...###...###...
        ..#############
        ..##.#.#.#.#.##
        .###.#.#.#.#.##
        .##############
        .###.#.#.#.#.##
        .###.#.#.#.#.##
        .##############
        .##############
        """);

    /// <summary>A handset: talk.</summary>
    public static readonly Icon Handset = new(
        """
        .###...........
        .####..........
        ######.........
        ######.........
        #####..........
        .###...........
        .###...........
        .####..........
        ..####.........
        ..#####...##...
        ...######.####.
        ....###########
        .....##########
        .......#######.
        .........####..
        """);

    /// <summary>A mobile phone with a tick: somebody has come in with it.</summary>
    public static readonly Icon Mobile = new(
        """
        .#########.
        ###########
        ##.......##
        ##.......##
        ##......###
        ##.....####
        ##....##.##
        ####.##..##
        ##.###...##
        ##..#....##
        ##.......##
        ##.......##
        ###########
        ####...####
        ###########
        .#########.
        """);

    /// <summary>Right.</summary>
    public static readonly Icon Tick = new(
        """
        .......##
        ......##.
        .....##..
        #...##...
        ##.##....
        .###.....
        ..#......
        """);

    /// <summary>Wrong.</summary>
    public static readonly Icon Cross = new(
        """
        ##...##
        ###.###
        .#####.
        ..###..
        .#####.
        ###.###
        ##...##
        """);

    /// <summary>Worse than it should be.</summary>
    public static readonly Icon Warning = new(
        """
        .....#.....
        ....###....
        ....#.#....
        ...##.##...
        ...#.#.#...
        ..##.#.##..
        ..#..#..#..
        .##.....##.
        .#...#...#.
        ###########
        """);

    /// <summary>Not known yet.</summary>
    public static readonly Icon Dots = new(
        """
        .........
        .........
        ##.##.##.
        ##.##.##.
        .........
        .........
        """);

    /// <summary>Nobody there.</summary>
    public static readonly Icon Dash = new(
        """
        .......
        .......
        .#####.
        .#####.
        .......
        .......
        """);

    /// <summary>A call going out.</summary>
    public static readonly Icon Outward = new(
        """
        ..####
        ...###
        ..####
        .###.#
        ###...
        .#....
        """);

    /// <summary>A call coming in.</summary>
    public static readonly Icon Inward = new(
        """
        ....#.
        ...###
        #.###.
        ####..
        ###...
        ####..
        """);

    /// <summary>It rings.</summary>
    public static readonly Icon Bell = new(
        """
        ...#...
        ..###..
        .#####.
        .#####.
        .#####.
        #######
        ...#...
        """);

    /// <summary>Nobody on the way can listen.</summary>
    public static readonly Icon Lock = new(
        """
        ..###..
        .#...#.
        .#...#.
        #######
        ###.###
        ###.###
        #######
        """);

    /// <summary>Somebody on the way can listen.</summary>
    public static readonly Icon Open = new(
        """
        ..###..
        .#...#.
        .#.....
        #######
        ###.###
        ###.###
        #######
        """);

    /// <summary>The digit above is one higher.</summary>
    public static readonly Icon Higher = new(
        """
        ...#...
        ..###..
        .#####.
        """);

    /// <summary>The digit below is one lower.</summary>
    public static readonly Icon Lower = new(
        """
        .#####.
        ..###..
        ...#...
        """);
}
